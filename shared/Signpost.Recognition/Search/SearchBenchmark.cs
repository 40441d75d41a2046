namespace Signpost.Recognition;

/// <summary>Measures the gallery search of this machine beside a loop that only reads the bytes that a scan reads.</summary>
public static class SearchBenchmark
{
    private const int Probes = 16;

    /// <summary>Measures a gallery of random references with random probes: nobody is on the list, so the scan has its hardest work.</summary>
    /// <param name="templateLength">Values in a template.</param>
    /// <param name="entries">References, at least 1.</param>
    /// <param name="runs">Searches, each followed by one read; at least 1. A tenth more come first, unmeasured.</param>
    /// <param name="seed">Seed of the random numbers.</param>
    public static SearchTiming Run(int templateLength, int entries, int runs, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        var random = new Random(seed);
        using var gallery = Gallery.Build(templateLength, new RandomEntries(templateLength, entries, random));
        float[][] probes = [.. Enumerable.Range(0, Probes).Select(_ => RandomEntries.Draw(random, new float[templateLength]))];
        double[] searches = new double[runs], reads = new double[runs];
        long scored = 0;
        for (int run = -1 - runs / 10; run < runs; run++)
        {
            double start = ThreadClock.Microseconds;
            gallery.Search(probes[(run + Probes * runs) % Probes], ScanKernels.Best, out int exact);
            double searched = ThreadClock.Microseconds;
            gallery.ReadTable();
            double read = ThreadClock.Microseconds;
            if (run < 0)
                continue;
            scored += exact;
            searches[run] = searched - start;
            reads[run] = read - searched;
        }
        return new SearchTiming(entries, runs, Median(searches), Median(reads), (double)scored / runs, gallery.ScanBytes, gallery.ByteCount);
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }

    // Drawn as they are asked for, so that a million do not stand twice in memory.
    private sealed class RandomEntries(int length, int count, Random random) : IReadOnlyList<GalleryEntry>
    {
        private readonly float[] _values = new float[length];

        public int Count => count;

        public GalleryEntry this[int index] => new(Draw(random, _values));

        public static float[] Draw(Random random, float[] values)
        {
            // The sum of three even numbers is near enough to normal: a direction without preference.
            for (int index = 0; index < values.Length; index++)
                values[index] = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
            return values;
        }

        public IEnumerator<GalleryEntry> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>What was measured; times are medians of the thread's processor time.</summary>
/// <param name="Entries">References in the gallery.</param>
/// <param name="Runs">Searches measured.</param>
/// <param name="SearchMicroseconds">One search.</param>
/// <param name="ReadMicroseconds">One read of the bytes that its scan reads.</param>
/// <param name="Scored">Entries scored exactly, on average.</param>
/// <param name="ScanBytes">Bytes that a scan reads.</param>
/// <param name="ByteCount">Bytes that the references take.</param>
public sealed record SearchTiming(
    int Entries, int Runs, double SearchMicroseconds, double ReadMicroseconds, double Scored, long ScanBytes, long ByteCount);
