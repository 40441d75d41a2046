using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Signpost.Recognition;

/// <summary>Arm with the dot-product extension, FEAT_DotProd: <c>SDOT</c> (Arm ARM, C7.2 SDOT vector).</summary>
internal readonly unsafe struct ArmDotKernel : IScanKernel
{
    private const int Quarter = GalleryLayout.StepBytes / 4;

    public static string Name => "Arm dot product";

    public static bool IsSupported => Dp.IsSupported;

    public static int Offset => 0;

    public static void Multiply(sbyte* columns, ProbeCode probe, int* sums)
    {
        // Two steps at a time: eight sums under way.
        Vector128<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        int* values = (int*)probe.Values;
        for (sbyte* end = columns + probe.Length * GalleryLayout.GroupEntries; columns < end; columns += 2 * GalleryLayout.StepBytes)
        {
            Vector128<sbyte> first = Vector128.Create(values[0]).AsSByte(), second = Vector128.Create(values[1]).AsSByte();
            a = Dp.DotProduct(a, Vector128.Load(columns), first);
            b = Dp.DotProduct(b, Vector128.Load(columns + Quarter), first);
            c = Dp.DotProduct(c, Vector128.Load(columns + 2 * Quarter), first);
            d = Dp.DotProduct(d, Vector128.Load(columns + 3 * Quarter), first);
            e = Dp.DotProduct(e, Vector128.Load(columns + 4 * Quarter), second);
            f = Dp.DotProduct(f, Vector128.Load(columns + 5 * Quarter), second);
            g = Dp.DotProduct(g, Vector128.Load(columns + 6 * Quarter), second);
            h = Dp.DotProduct(h, Vector128.Load(columns + 7 * Quarter), second);
            values += 2;
        }
        (a + e).Store(sums);
        (b + f).Store(sums + 4);
        (c + g).Store(sums + 8);
        (d + h).Store(sums + 12);
    }
}
