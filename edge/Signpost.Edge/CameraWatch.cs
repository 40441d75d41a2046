using Signpost.Edge.Vision;

namespace Signpost.Edge;

/// <summary>Whether the camera may be tried: not while it has just been lost, never again once its source is over. Thread-safe.</summary>
internal sealed class CameraWatch(TimeProvider time, Random jitter)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Backoff _backoff = new(FirstPause, LongestPause, jitter);
    private long _lostAt;
    private TimeSpan _pause;
    private bool _lost;

    /// <summary>Whether the file in place of a camera is over.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether pictures come, or are worth a try.</summary>
    public bool IsPresent
    {
        get
        {
            lock (_lock)
            {
                if (_lost && time.GetElapsedTime(_lostAt) >= _pause) _lost = false;
                return !HasEnded && !_lost;
            }
        }
    }

    /// <summary>A period of recognition ended by itself.</summary>
    /// <param name="end">How.</param>
    /// <param name="sawFrames">Whether any frame had come: then the next loss is a new one.</param>
    public void Take(LoopEnd end, bool sawFrames)
    {
        lock (_lock)
        {
            if (sawFrames) _backoff.Reset();
            if (end == LoopEnd.SourceEnded) HasEnded = true;
            if (end != LoopEnd.CameraLost) return;
            (_lost, _lostAt, _pause) = (true, time.GetTimestamp(), _backoff.Next());
        }
    }
}
