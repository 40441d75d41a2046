using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Signpost.Edge.Capture;

/// <summary>
/// Planar YUV 4:2:0 (8 bits; the plane of Y, then of U, then of V, without padding; odd sides round up in U and V) to interleaved BGR. A U and V
/// stand for their four pixels. Fixed point, 16 pixels at once, within 2 of 255 of the exact value.
/// </summary>
internal static class YuvPicture
{
    private const int Step = 16;

    // Numbers with six binary digits after the point, in 16 bits.
    private const int FractionBits = 6;

    /// <summary>Bytes of a picture.</summary>
    public static int BytesOf(int width, int height) => checked(width * height + 2 * Half(width) * Half(height));

    /// <summary>Converts a picture. Allocates nothing.</summary>
    /// <param name="planes"><see cref="BytesOf"/> bytes.</param>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    /// <param name="colours">What the numbers mean.</param>
    /// <param name="bgr">Receives width × height × 3 bytes.</param>
    /// <exception cref="ArgumentException">A span of another length.</exception>
    public static void ToBgr(ReadOnlySpan<byte> planes, int width, int height, YuvColours colours, Span<byte> bgr)
    {
        if (planes.Length != BytesOf(width, height)) throw new ArgumentException($"expected {BytesOf(width, height)} bytes, got {planes.Length}", nameof(planes));
        if (bgr.Length != width * height * 3) throw new ArgumentException($"expected room for {width * height * 3} bytes, got {bgr.Length}", nameof(bgr));
        var factors = new Factors(colours);
        var chroma = Half(width);
        var u = planes.Slice(width * height, chroma * Half(height));
        var v = planes[(width * height + u.Length)..];
        for (var row = 0; row < height; row++)
        {
            Row(planes.Slice(row * width, width), u.Slice(row / 2 * chroma, chroma), v.Slice(row / 2 * chroma, chroma), factors,
                bgr.Slice(row * width * 3, width * 3));
        }
    }

    private static int Half(int side) => (side + 1) / 2;

    private static void Row(ReadOnlySpan<byte> y, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, in Factors factors, Span<byte> bgr)
    {
        ref var luma = ref MemoryMarshal.GetReference(y);
        ref var blue = ref MemoryMarshal.GetReference(u);
        ref var red = ref MemoryMarshal.GetReference(v);
        ref var target = ref MemoryMarshal.GetReference(bgr);
        var done = 0;
        for (; done <= y.Length - Step; done += Step)
        {
            var pixels = Vector128.LoadUnsafe(ref luma, (nuint)done);
            var cb = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref blue, done / 2))).AsByte();
            var cr = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref red, done / 2))).AsByte();
            var (b, g, r) = Convert(pixels, cb, cr, factors);
            Interleave(b, g, r, ref Unsafe.Add(ref target, done * 3));
        }

        for (; done < y.Length; done++)
        {
            // One pixel through the same arithmetic.
            var (b, g, r) = Convert(Vector128.Create(y[done]), Vector128.Create(u[done / 2]), Vector128.Create(v[done / 2]), factors);
            (bgr[done * 3], bgr[done * 3 + 1], bgr[done * 3 + 2]) = (b[0], g[0], r[0]);
        }
    }

    /// <summary>Sixteen pixels: their Y, and eight U and V in the lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> B, Vector128<byte> G, Vector128<byte> R) Convert(Vector128<byte> y, Vector128<byte> u, Vector128<byte> v, in Factors f)
    {
        var (y0, y1) = (Scale(Vector128.WidenLower(y), f), Scale(Vector128.WidenUpper(y), f));
        var cb = (Vector128.WidenLower(u).AsInt16() - Vector128.Create((short)128)) << 8;
        var cr = (Vector128.WidenLower(v).AsInt16() - Vector128.Create((short)128)) << 8;
        var blue = MultiplyHigh(cb, f.BlueU);
        var green = MultiplyHigh(cb, f.GreenU) + MultiplyHigh(cr, f.GreenV);
        var red = MultiplyHigh(cr, f.RedV);
        return (Pack(y0, y1, blue), Pack(y0, y1, -green), Pack(y0, y1, red));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Scale(Vector128<ushort> y, in Factors f) => MultiplyHigh((y.AsInt16() - f.Offset) << 7, f.Luma);

    /// <summary>Adds a colour's share to eight and eight pixels, each share for two pixels, and rounds to bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pack(Vector128<short> low, Vector128<short> high, Vector128<short> share)
    {
        var first = Vector128.Shuffle(share, Vector128.Create((short)0, 0, 1, 1, 2, 2, 3, 3));
        var second = Vector128.Shuffle(share, Vector128.Create((short)4, 4, 5, 5, 6, 6, 7, 7));
        return Vector128.Narrow(Round(Vector128.AddSaturate(low, first)), Round(Vector128.AddSaturate(high, second)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Round(Vector128<short> value)
    {
        var rounded = Vector128.AddSaturate(value, Vector128.Create((short)(1 << (FractionBits - 1)))) >> FractionBits;
        return Vector128.Min(Vector128.Max(rounded, Vector128<short>.Zero), Vector128.Create((short)255)).AsUInt16();
    }

    /// <summary>a × b / 2¹⁵, rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> MultiplyHigh(Vector128<short> a, Vector128<short> b)
    {
        if (Ssse3.IsSupported) return Ssse3.MultiplyHighRoundScale(a, b);
        if (AdvSimd.IsSupported) return AdvSimd.MultiplyRoundedDoublingSaturateHigh(a, b);
        var half = Vector128.Create(1 << 14);
        var low = (Vector128.WidenLower(a) * Vector128.WidenLower(b) + half) >> 15;
        var high = (Vector128.WidenUpper(a) * Vector128.WidenUpper(b) + half) >> 15;
        return Vector128.Narrow(low, high);
    }

    /// <summary>Three times sixteen bytes to forty-eight, in turns. An index beyond 15 leaves a zero for another colour's byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<byte> b, Vector128<byte> g, Vector128<byte> r, ref byte target)
    {
        const byte no = 255;
        var first = Vector128.Shuffle(b, Vector128.Create(0, no, no, 1, no, no, 2, no, no, 3, no, no, 4, no, no, 5))
            | Vector128.Shuffle(g, Vector128.Create(no, 0, no, no, 1, no, no, 2, no, no, 3, no, no, 4, no, no))
            | Vector128.Shuffle(r, Vector128.Create(no, no, 0, no, no, 1, no, no, 2, no, no, 3, no, no, 4, no));
        var second = Vector128.Shuffle(b, Vector128.Create(no, no, 6, no, no, 7, no, no, 8, no, no, 9, no, no, 10, no))
            | Vector128.Shuffle(g, Vector128.Create(5, no, no, 6, no, no, 7, no, no, 8, no, no, 9, no, no, 10))
            | Vector128.Shuffle(r, Vector128.Create(no, 5, no, no, 6, no, no, 7, no, no, 8, no, no, 9, no, no));
        var third = Vector128.Shuffle(b, Vector128.Create(no, 11, no, no, 12, no, no, 13, no, no, 14, no, no, 15, no, no))
            | Vector128.Shuffle(g, Vector128.Create(no, no, 11, no, no, 12, no, no, 13, no, no, 14, no, no, 15, no))
            | Vector128.Shuffle(r, Vector128.Create(10, no, no, 11, no, no, 12, no, no, 13, no, no, 14, no, no, 15));
        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, 16);
        third.StoreUnsafe(ref target, 32);
    }

    /// <summary>The factors in fifteen binary digits: Y's halved, U's and V's quartered, so that none reaches 1.</summary>
    private readonly struct Factors(YuvColours colours)
    {
        public readonly Vector128<short> Offset = Vector128.Create((short)colours.Offset);
        public readonly Vector128<short> Luma = Fixed(colours.Luma / 2);
        public readonly Vector128<short> RedV = Fixed(colours.RedV / 4);
        public readonly Vector128<short> GreenU = Fixed(colours.GreenU / 4);
        public readonly Vector128<short> GreenV = Fixed(colours.GreenV / 4);
        public readonly Vector128<short> BlueU = Fixed(colours.BlueU / 4);

        private static Vector128<short> Fixed(double factor) => Vector128.Create((short)Math.Round(factor * (1 << 15)));
    }
}
