using System.Globalization;
using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>
/// Compares the search of this machine with its slow twin: a processor, a compiler or an emulator that multiplies differently shows here, not in a
/// match. Synthetic numbers only; a few milliseconds.
/// </summary>
public static unsafe class SearchSelfTest
{
    private const int Length = 512, Entries = 100, Probes = 8;

    /// <summary>The instructions that searches use on this machine.</summary>
    public static string Kernel => ScanKernels.NameOf(ScanKernels.Best);

    /// <summary>Runs it.</summary>
    public static SelfTestResult Run()
    {
        var faults = new List<SelfTestFault>();
        switch (ScanKernels.Best)
        {
            case ScanKernelKind.AvxVnni:
                CheckKernel<ShiftedKernel<VnniMultiply>>(faults);
                break;
            case ScanKernelKind.Avx2:
                CheckKernel<Avx2Kernel>(faults);
                break;
            case ScanKernelKind.ArmDot:
                CheckKernel<ArmDotKernel>(faults);
                break;
            default:
                CheckKernel<PortableKernel>(faults);
                break;
        }
        CheckSearch(faults);
        return new SelfTestResult(faults);
    }

    /// <summary>Compares a kernel with <see cref="ScalarKernel"/>: noise, and the values at which sums saturate.</summary>
    internal static void CheckKernel<TKernel>(List<SelfTestFault> faults)
        where TKernel : struct, IScanKernel
    {
        int bytes = GalleryLayout.GroupBytes(Length);
        using var group = new NativeBuffer(bytes);
        using var probe = new NativeBuffer(3 * Length);
        var columns = (sbyte*)group.Pointer;
        var code = new ProbeCode((sbyte*)probe.Pointer, probe.Pointer + Length, probe.Pointer + 2 * Length, Length);
        var noise = new Noise(1);
        (int Entry, int Probe)[] extremes = [(127, 127), (127, -127), (-127, 127), (-127, -127), (0, 127), (127, 0)];
        foreach ((int entry, int value) in extremes)
        {
            new Span<sbyte>(columns, GalleryLayout.ColumnBytes(Length)).Fill((sbyte)entry);
            for (int index = 0; index < Length; index += Vector128<sbyte>.Count)
                code.Set(index, Vector128.Create((sbyte)value));
            Compare<TKernel>(columns, code, faults);
        }
        for (int index = 0; index < GalleryLayout.ColumnBytes(Length); index++)
            columns[index] = (sbyte)noise.Next(-127, 127);
        for (int index = 0; index < Length; index += Vector128<sbyte>.Count)
            code.Set(index, Vector128.Load(columns + 7 * index));
        Compare<TKernel>(columns, code, faults);
    }

    private static void Compare<TKernel>(sbyte* columns, ProbeCode probe, List<SelfTestFault> faults)
        where TKernel : struct, IScanKernel
    {
        int* found = stackalloc int[GalleryLayout.GroupEntries];
        int* expected = stackalloc int[GalleryLayout.GroupEntries];
        TKernel.Multiply(columns, probe, found);
        ScalarKernel.Multiply(columns, probe, expected);
        for (int entry = 0; entry < GalleryLayout.GroupEntries; entry++)
        {
            int product = found[entry] - TKernel.Offset * SumOf(columns, entry);
            if (product == expected[entry])
                continue;
            faults.Add(new SelfTestFault("search", string.Create(
                CultureInfo.InvariantCulture, $"{TKernel.Name} multiplied to {product} at entry {entry}, expected {expected[entry]}")));
            return;
        }
    }

    private static int SumOf(sbyte* columns, int entry)
    {
        int sum = 0;
        for (int index = 0; index < Length; index++)
        {
            int step = index / GalleryLayout.StepValues, within = index % GalleryLayout.StepValues;
            sum += columns[step * GalleryLayout.StepBytes + entry * GalleryLayout.StepValues + within];
        }
        return sum;
    }

    // A whole search against cosines in double precision, entry by entry.
    private static void CheckSearch(List<SelfTestFault> faults)
    {
        var noise = new Noise(2);
        float[][] references = [.. Enumerable.Range(0, Entries).Select(_ => Vector(noise))];
        using var gallery = Gallery.Build(Length, [.. references.Select(reference => new GalleryEntry(reference))]);
        for (int round = 0; round < Probes; round++)
        {
            float[] probe = Vector(noise);
            GalleryMatch match = gallery.Search(probe);
            double best = references.Max(reference => Cosine(reference, probe));
            if (match.Index >= 0 && Math.Abs(match.Score - best) <= 1e-3 && Math.Abs(Cosine(references[match.Index], probe) - best) <= 1e-3)
                continue;
            faults.Add(new SelfTestFault("search", string.Create(
                CultureInfo.InvariantCulture, $"{Kernel} found entry {match.Index} with {match.Score}, expected a score of {best}")));
            return;
        }
    }

    private static float[] Vector(Noise noise)
    {
        float[] values = new float[Length];
        for (int index = 0; index < Length; index++)
            values[index] = noise.Next(-1000, 1000);
        return values;
    }

    private static double Cosine(float[] first, float[] second)
    {
        double dot = 0, one = 0, other = 0;
        for (int index = 0; index < Length; index++)
        {
            dot += (double)first[index] * second[index];
            one += (double)first[index] * first[index];
            other += (double)second[index] * second[index];
        }
        return dot / Math.Sqrt(one * other);
    }

    // Marsaglia's xorshift32: the same numbers on every machine and runtime.
    private sealed class Noise(uint seed)
    {
        private uint _state = seed;

        /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
        public int Next(int least, int most)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return least + (int)(_state % (uint)(most - least + 1));
        }
    }
}
