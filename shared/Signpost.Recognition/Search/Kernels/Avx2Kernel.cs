using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Signpost.Recognition;

/// <summary>
/// x86-64 with AVX2. <c>vpmaddubsw</c> multiplies unsigned by signed bytes and saturates at 16 bits; with the probe's magnitudes as the unsigned side and its
/// signs given to the entry, a pair is at most 2 × 127 × 127 = 32,258 and nothing saturates (Intel SDM, PMADDUBSW and PSIGNB).
/// </summary>
internal readonly unsafe struct Avx2Kernel : IScanKernel
{
    private const int Half = GalleryLayout.StepBytes / 2;

    public static string Name => "AVX2";

    public static bool IsSupported => Avx2.IsSupported;

    public static int Offset => 0;

    public static void Multiply(sbyte* columns, ProbeCode probe, int* sums)
    {
        int* values = (int*)probe.Values;
        int* magnitudes = (int*)probe.Magnitudes;
        Vector256<int> lower = default, upper = default, lower2 = default, upper2 = default;
        for (sbyte* end = columns + probe.Length * GalleryLayout.GroupEntries; columns < end; columns += 2 * GalleryLayout.StepBytes)
        {
            Vector256<sbyte> value = Vector256.Create(values[0]).AsSByte(), value2 = Vector256.Create(values[1]).AsSByte();
            Vector256<byte> magnitude = Vector256.Create(magnitudes[0]).AsByte(), magnitude2 = Vector256.Create(magnitudes[1]).AsByte();
            lower += Products(Vector256.Load(columns), value, magnitude);
            upper += Products(Vector256.Load(columns + Half), value, magnitude);
            lower2 += Products(Vector256.Load(columns + GalleryLayout.StepBytes), value2, magnitude2);
            upper2 += Products(Vector256.Load(columns + GalleryLayout.StepBytes + Half), value2, magnitude2);
            values += 2;
            magnitudes += 2;
        }
        (lower + lower2).Store(sums);
        (upper + upper2).Store(sums + GalleryLayout.GroupEntries / 2);
    }

    private static Vector256<int> Products(Vector256<sbyte> entries, Vector256<sbyte> value, Vector256<byte> magnitude) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(magnitude, Avx2.Sign(entries, value)), Vector256<short>.One);
}
