using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>
/// Sums of whole pixels, for pictures that are reduced by a whole factor in both directions (1920 × 1080 to 480 × 270: four): no weights, so
/// 16-bit integers do. Exact.
/// </summary>
internal static class BoxRows
{
    /// <summary>The largest area of source pixels whose sum of bytes fits 16 bits.</summary>
    private const int LargestArea = ushort.MaxValue / byte.MaxValue;

    /// <summary>Whether the taps along both axes are equal, adjoin and cover few enough pixels.</summary>
    public static bool Fits(ResampleTaps columns, ResampleTaps rows, int outputColumns, int outputRows) =>
        columns.Count * rows.Count <= LargestArea && columns.AreEqualAndAdjoin(outputColumns) && rows.AreEqualAndAdjoin(outputRows);

    /// <summary>Adds rows up, byte by byte.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="firstRow">First source row.</param>
    /// <param name="rows">Source rows.</param>
    /// <param name="firstColumn">First source column.</param>
    /// <param name="sum">Receives the sums: three for each column.</param>
    public static void Add(in BgrImage image, int firstRow, int rows, int firstColumn, Span<ushort> sum)
    {
        ref byte pixels = ref MemoryMarshal.GetReference(image.Pixels);
        nuint origin = (nuint)(firstRow * image.Stride + firstColumn * BgrImage.Channels);
        ref ushort target = ref MemoryMarshal.GetReference(sum);
        int done = 0;
        for (; done <= sum.Length - Vector256<byte>.Count; done += Vector256<byte>.Count)
        {
            Vector256<ushort> low = default, high = default;
            for (int row = 0; row < rows; row++)
            {
                (Vector256<ushort> first, Vector256<ushort> second) = Vector256.Widen(Vector256.LoadUnsafe(ref pixels, origin + (nuint)(row * image.Stride + done)));
                low += first;
                high += second;
            }
            low.StoreUnsafe(ref target, (nuint)done);
            high.StoreUnsafe(ref target, (nuint)done + 16);
        }
        for (; done < sum.Length; done++)
        {
            int value = 0;
            for (int row = 0; row < rows; row++)
                value += image.Pixels[(int)origin + row * image.Stride + done];
            sum[done] = (ushort)value;
        }
    }

    /// <summary>Blue, green and red of an output pixel, summed over its columns; the other lanes mean nothing.</summary>
    /// <param name="sum">From <see cref="Add"/>, with eight values to spare.</param>
    /// <param name="start">Index of the first column's blue.</param>
    /// <param name="columns">Source columns.</param>
    public static Vector128<float> Across(ref ushort sum, int start, int columns)
    {
        Vector128<ushort> total = default;
        for (int column = 0; column < columns; column++)
            total += Vector128.LoadUnsafe(ref sum, (nuint)(start + column * BgrImage.Channels));
        return Vector128.ConvertToSingle(Vector128.WidenLower(total).AsInt32());
    }
}
