using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>
/// A template's half-precision values in 15/16 of their bytes, without loss. No value of a template reaches 2, so bit 14 of a binary16 (the top of its
/// exponent, IEEE 754-2019 3.6) is always 0. The template is cut into 16 planes of equal length; 15 are stored, and their bits 14 carry the
/// 15 telling bits of the sixteenth.
/// </summary>
internal static unsafe class PackedHalves
{
    /// <summary>Planes of a template.</summary>
    public const int Planes = 16;

    /// <summary>Planes that are stored.</summary>
    public const int StoredPlanes = 15;

    private const ushort Carrier = 0x4000, Others = 0xBFFF, Magnitude = 0x7FFF, Sign = 0x8000;

    // Moves the exponent's bias from 15 to 127; a subnormal half becomes a subnormal single first, so it comes out right as well.
    private const float BiasShift = 5.192296858534828e33f; // 2^112

    /// <summary>Packs <paramref name="values"/>: a multiple of 128, each finite and below 2 in magnitude.</summary>
    public static void Pack(ReadOnlySpan<Half> values, ushort* row)
    {
        int lanes = values.Length / Planes;
        for (int lane = 0; lane < lanes; lane++)
        {
            ushort carried = BitConverter.HalfToUInt16Bits(values[StoredPlanes * lanes + lane]);
            for (int plane = 0; plane < StoredPlanes; plane++)
            {
                ushort bits = BitConverter.HalfToUInt16Bits(values[plane * lanes + lane]);
                bool one = (carried >> BitOf(plane) & 1) != 0;
                row[plane * lanes + lane] = one ? (ushort)(bits | Carrier) : bits;
            }
        }
    }

    /// <summary>
    /// Dot product with a probe divided by the length of the row: the cosine, but for the length of the probe. Products and squares are exact in double
    /// precision and are added in one order everywhere, so the answer is the same on every processor.
    /// </summary>
    /// <param name="row">Packed values.</param>
    /// <param name="probe">As many values, zeros at the end.</param>
    /// <param name="paddedLength">A multiple of 128.</param>
    public static double Cosine(ushort* row, double* probe, int paddedLength)
    {
        int lanes = paddedLength / Planes;
        Vector128<double> dot = default, dot2 = default, square = default, square2 = default;
        for (int lane = 0; lane < lanes; lane += Vector128<ushort>.Count)
        {
            Vector128<ushort> carried = default;
            for (int plane = 0; plane < StoredPlanes; plane++)
            {
                var bits = Vector128.Load(row + plane * lanes + lane);
                Vector128<ushort> bit = bits & Vector128.Create(Carrier);
                carried |= plane < 14 ? bit >>> (14 - plane) : bit << 1;
                Add(bits & Vector128.Create(Others), probe + plane * lanes + lane, ref dot, ref dot2, ref square, ref square2);
            }
            Add(carried, probe + StoredPlanes * lanes + lane, ref dot, ref dot2, ref square, ref square2);
        }
        double squared = Vector128.Sum(square + square2);
        return squared > 0 ? Vector128.Sum(dot + dot2) / Math.Sqrt(squared) : 0;
    }

    private static int BitOf(int plane) => plane < 14 ? plane : 15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector128<ushort> halves, double* probe, ref Vector128<double> dot, ref Vector128<double> dot2, ref Vector128<double> square, ref Vector128<double> square2)
    {
        (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(halves);
        (Vector128<double> a, Vector128<double> b) = Vector128.Widen(ToSingle(lower));
        (Vector128<double> c, Vector128<double> d) = Vector128.Widen(ToSingle(upper));
        dot += a * Vector128.Load(probe);
        dot2 += b * Vector128.Load(probe + 2);
        square += a * a;
        square2 += b * b;
        dot += c * Vector128.Load(probe + 4);
        dot2 += d * Vector128.Load(probe + 6);
        square += c * c;
        square2 += d * d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ToSingle(Vector128<uint> half)
    {
        Vector128<float> magnitude = ((half & Vector128.Create((uint)Magnitude)) << 13).AsSingle() * BiasShift;
        return (magnitude.AsUInt32() | (half & Vector128.Create((uint)Sign)) << 16).AsSingle();
    }
}
