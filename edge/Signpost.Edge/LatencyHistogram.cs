using System.Numerics;

namespace Signpost.Edge;

/// <summary>
/// Durations in fixed memory: eight buckets for every doubling, so a percentile is within 1/8 of the truth. From one microsecond to over an hour.
/// One writer, any readers; nothing allocates.
/// </summary>
public sealed class LatencyHistogram
{
    private const int StepsPerDoubling = 8;
    private const int StepBits = 3;
    private const int Buckets = StepsPerDoubling * 30;

    private readonly long[] _counts = new long[Buckets];
    private long _total;

    /// <summary>Durations recorded.</summary>
    public long Count => Volatile.Read(ref _total);

    /// <summary>Takes a duration; a negative one counts as zero.</summary>
    public void Record(TimeSpan duration)
    {
        var index = Bucket((ulong)Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond));
        Volatile.Write(ref _counts[index], _counts[index] + 1);
        Volatile.Write(ref _total, _total + 1);
    }

    /// <summary>The duration that <paramref name="share"/> of all do not exceed, rounded up to its bucket; zero when there are none.</summary>
    /// <param name="share">0 … 1: 0.95 for p95.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var index = 0; rank > 0 && index < Buckets; index++)
        {
            seen += Volatile.Read(ref _counts[index]);
            if (seen >= rank) return TimeSpan.FromMicroseconds(UpperBound(index));
        }

        return TimeSpan.Zero;
    }

    // Below eight microseconds every value has its own bucket; above, the top four bits choose.
    private static int Bucket(ulong microseconds)
    {
        if (microseconds < StepsPerDoubling) return (int)microseconds;
        var shift = BitOperations.Log2(microseconds) - StepBits;
        return Math.Min(Buckets - 1, shift * StepsPerDoubling + (int)(microseconds >> shift));
    }

    private static long UpperBound(int bucket)
    {
        if (bucket < 2 * StepsPerDoubling) return bucket;
        var shift = bucket / StepsPerDoubling - 1;
        return ((long)(bucket - shift * StepsPerDoubling + 1) << shift) - 1;
    }
}
