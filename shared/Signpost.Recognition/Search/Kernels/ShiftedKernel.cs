using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>The instruction of <see cref="ShiftedKernel{TMultiply}"/>.</summary>
internal interface IWideningMultiply
{
    static abstract string Name { get; }

    static abstract bool IsSupported { get; }

    /// <summary>Adds to each sum the four products of its unsigned and signed bytes, without saturation.</summary>
    static abstract Vector256<int> Add(Vector256<int> sums, Vector256<byte> unsigned, Vector256<sbyte> signed);
}

/// <summary>
/// For an instruction that multiplies unsigned by signed bytes: the probe is shifted by 128, and the scan takes 128 × the sum of the entry's values off.
/// </summary>
internal readonly unsafe struct ShiftedKernel<TMultiply> : IScanKernel
    where TMultiply : struct, IWideningMultiply
{
    private const int Half = GalleryLayout.StepBytes / 2;

    public static string Name => TMultiply.Name;

    public static bool IsSupported => TMultiply.IsSupported;

    public static int Offset => 128;

    public static void Multiply(sbyte* columns, ProbeCode probe, int* sums)
    {
        // Eight sums under way: the instruction answers after five cycles and starts twice a cycle.
        Vector256<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        int* values = (int*)probe.Shifted;
        for (sbyte* end = columns + probe.Length * GalleryLayout.GroupEntries; columns < end; columns += 4 * GalleryLayout.StepBytes)
        {
            Vector256<byte> first = Vector256.Create(values[0]).AsByte(), second = Vector256.Create(values[1]).AsByte();
            Vector256<byte> third = Vector256.Create(values[2]).AsByte(), fourth = Vector256.Create(values[3]).AsByte();
            a = TMultiply.Add(a, first, Vector256.Load(columns));
            b = TMultiply.Add(b, first, Vector256.Load(columns + Half));
            c = TMultiply.Add(c, second, Vector256.Load(columns + 2 * Half));
            d = TMultiply.Add(d, second, Vector256.Load(columns + 3 * Half));
            e = TMultiply.Add(e, third, Vector256.Load(columns + 4 * Half));
            f = TMultiply.Add(f, third, Vector256.Load(columns + 5 * Half));
            g = TMultiply.Add(g, fourth, Vector256.Load(columns + 6 * Half));
            h = TMultiply.Add(h, fourth, Vector256.Load(columns + 7 * Half));
            values += 4;
        }
        (a + c + (e + g)).Store(sums);
        (b + d + (f + h)).Store(sums + GalleryLayout.GroupEntries / 2);
    }
}
