namespace Signpost.Edge;

/// <summary>Pauses between attempts: doubling, and spread so that a street of units does not come back all at once. Not thread-safe.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random jitter)
{
    private int _failures;

    public void Reset() => _failures = 0;

    /// <summary>The next pause: between half and all of first × 2^failures, at most the longest.</summary>
    public TimeSpan Next()
    {
        var ceiling = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, _failures));
        if (ceiling < longest.TotalMilliseconds) _failures++;
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + jitter.NextDouble() / 2));
    }
}
