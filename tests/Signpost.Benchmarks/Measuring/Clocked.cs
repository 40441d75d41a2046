namespace Signpost.Benchmarks.Measuring;

/// <summary>Processor time of one action on the calling thread: what a busy machine takes away in between does not count.</summary>
/// <param name="Median">Milliseconds.</param>
/// <param name="P95">Milliseconds.</param>
/// <param name="Bytes">Managed bytes that the measuring thread allocated in one action, on average.</param>
internal readonly record struct Clocked(double Median, double P95, long Bytes)
{
    private static readonly TimeSpan LeastSample = TimeSpan.FromMicroseconds(200);

    /// <summary>Warms the action up, then times it; short actions in batches, so that the clock's own time does not count.</summary>
    /// <param name="runs">Samples, at least 1.</param>
    /// <param name="warmUp">Runs beforehand: the compiler optimises what ran often.</param>
    public static Clocked Time(Action action, int runs = 200, int warmUp = 60)
    {
        for (var run = 0; run < warmUp; run++) action();
        var single = ProcessorTime.OfThisThread;
        action();
        var batch = (int)Math.Clamp(LeastSample / (ProcessorTime.OfThisThread - single), 1, 1000);
        var samples = new double[runs];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < runs; run++)
        {
            var start = ProcessorTime.OfThisThread;
            for (var turn = 0; turn < batch; turn++) action();
            samples[run] = (ProcessorTime.OfThisThread - start).TotalMilliseconds / batch;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / ((long)runs * batch);
        Array.Sort(samples);
        return new Clocked(samples[runs / 2], samples[runs * 95 / 100], bytes);
    }
}
