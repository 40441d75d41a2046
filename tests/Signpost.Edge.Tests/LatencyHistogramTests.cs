using CsCheck;

namespace Signpost.Edge.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_AnyDurations_IsWithinAnEighthOfTheSortedList() =>
        (from durations in Gen.Long[0, 3_000_000_000].Array[1, 200]
         from share in Gen.Double[0.01, 1]
         select (durations, share)).Sample(random =>
        {
            var histogram = new LatencyHistogram();
            foreach (var microseconds in random.durations) histogram.Record(TimeSpan.FromMicroseconds(microseconds));
            var rank = (int)Math.Ceiling(random.durations.Length * random.share);
            var exact = random.durations.Order().ElementAt(rank - 1);
            Assert.InRange(histogram.Percentile(random.share).TotalMicroseconds, exact, exact * 1.125 + 1);
        });

    [Fact]
    public void Percentile_NothingRecorded_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.95));

    [Fact]
    public void Record_NegativeOrEndless_StaysInside()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromSeconds(-1));
        histogram.Record(TimeSpan.MaxValue);
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
        Assert.True(histogram.Percentile(1) > TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Record_ManyTimes_AllocatesNothing()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(3));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) histogram.Record(TimeSpan.FromMicroseconds(i));
        _ = histogram.Percentile(0.95);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
