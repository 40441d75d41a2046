using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Signpost.Recognition;

/// <summary>Any processor, through <see cref="Vector{T}"/>: bytes widened to 16 bits, multiplied, widened to 32 bits and added.</summary>
internal readonly unsafe struct PortableKernel : IScanKernel
{
    public static string Name => "portable";

    public static bool IsSupported => true;

    public static int Offset => 0;

    [SkipLocalsInit]
    public static void Multiply(sbyte* columns, ProbeCode probe, int* sums)
    {
        // Sums of single products first, four an entry: adding across a register is what Vector<T> cannot do well.
        int* single = stackalloc int[GalleryLayout.StepBytes];
        for (int part = 0; part < GalleryLayout.StepBytes; part += Vector<sbyte>.Count)
            MultiplyPart(columns + part, probe, single + part);
        for (int entry = 0; entry < GalleryLayout.GroupEntries; entry++)
        {
            int* four = single + entry * GalleryLayout.StepValues;
            sums[entry] = four[0] + four[1] + four[2] + four[3];
        }
        NativeMemory.Clear(single, GalleryLayout.StepBytes * sizeof(int));
    }

    private static void MultiplyPart(sbyte* columns, ProbeCode probe, int* single)
    {
        Vector<int> a = default, b = default, c = default, d = default;
        int* values = (int*)probe.Values;
        for (int step = 0; step < probe.Length / GalleryLayout.StepValues; step++)
        {
            // Four values over and over: widened, the lower half is like the upper one.
            Vector.Widen(Vector.AsVectorSByte(new Vector<int>(values[step])), out Vector<short> value, out _);
            Vector.Widen(Unsafe.ReadUnaligned<Vector<sbyte>>(columns + step * GalleryLayout.StepBytes), out Vector<short> lower, out Vector<short> upper);
            Vector.Widen(lower * value, out Vector<int> first, out Vector<int> second);
            Vector.Widen(upper * value, out Vector<int> third, out Vector<int> fourth);
            a += first;
            b += second;
            c += third;
            d += fourth;
        }
        int count = Vector<int>.Count;
        Unsafe.WriteUnaligned(single, a);
        Unsafe.WriteUnaligned(single + count, b);
        Unsafe.WriteUnaligned(single + 2 * count, c);
        Unsafe.WriteUnaligned(single + 3 * count, d);
    }
}
