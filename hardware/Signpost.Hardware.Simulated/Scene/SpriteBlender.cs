using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Signpost.Hardware.Simulated.Scene;

/// <summary>Lays premultiplied BGRA pictures over a BGR frame. Fixed point throughout, so that the same scene gives the same bytes everywhere.</summary>
internal static unsafe class SpriteBlender
{
    /// <summary>Fixed-point one of source coordinates.</summary>
    public const int One = 1 << 16;

    /// <summary>Fixed-point one of the contrast.</summary>
    public const int GainOne = 64;

    /// <summary>
    /// Blends one row: pixel i of <paramref name="target"/> gets the source at (u + i·du, v + i·dv), bilinear with 7-bit weights, as
    /// <c>colour · gain / 64 + offset · alpha / 256 + target · (256 − alpha) / 256</c>.
    /// </summary>
    /// <param name="target">First pixel; BGR.</param>
    /// <param name="count">Pixels to blend. A fourth byte after the last one is read, not written.</param>
    /// <param name="source">Top left of the picture; BGRA, premultiplied.</param>
    /// <param name="sourceStride">Bytes from one row of the picture to the next.</param>
    /// <param name="u">Column, 16.16; with every step it must stay within 0 … width − 2.</param>
    /// <param name="v">Row, 16.16; with every step it must stay within 0 … height − 2.</param>
    /// <param name="du">Columns per pixel, 16.16.</param>
    /// <param name="dv">Rows per pixel, 16.16.</param>
    /// <param name="gain">Contrast, 64 is 1, at most 127.</param>
    /// <param name="offset">Brightness, −127 … 127.</param>
    public static void Row(byte* target, int count, byte* source, int sourceStride, int u, int v, int du, int dv, short gain, short offset)
    {
        for (; count > 0; count--, target += 3, u += du, v += dv)
        {
            var at = source + ((nint)(v >> 16) * sourceStride) + ((u >> 16) * 4);
            var upperPair = *(ulong*)at;
            var lowerPair = *(ulong*)(at + sourceStride);
            if ((upperPair | lowerPair) == 0)
            {
                continue;
            }

            var colour = Sample(upperPair, lowerPair, (short)((u >> 9) & 127), (short)((v >> 9) & 127));
            var alpha = colour.GetElement(3);
            var lit = Vector128.ShiftRightArithmetic(colour * gain, 6) + Vector128.Create((short)((offset * alpha) >> 8));
            var under = Vector128.WidenLower(Vector128.CreateScalar(*(uint*)target).AsByte()) * (ushort)(256 - alpha);
            var sum = lit + Vector128.ShiftRightLogical(under, 8).AsInt16();
            sum = Vector128.Min(Vector128.Max(sum, Vector128<short>.Zero), Vector128.Create((short)255));
            var packed = Vector128.Narrow(sum.AsUInt16(), sum.AsUInt16()).AsUInt32().ToScalar();
            *(ushort*)target = (ushort)packed;
            target[2] = (byte)(packed >> 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Sample(ulong upperPair, ulong lowerPair, short fx, short fy)
    {
        var upper = Vector128.WidenLower(Vector128.CreateScalar(upperPair).AsByte()).AsInt16();
        var lower = Vector128.WidenLower(Vector128.CreateScalar(lowerPair).AsByte()).AsInt16();
        var both = upper + Vector128.ShiftRightArithmetic((lower - upper) * fy, 7);
        var right = Vector128.Create(both.GetUpper(), both.GetUpper());
        return both + Vector128.ShiftRightArithmetic((right - both) * fx, 7);
    }
}
