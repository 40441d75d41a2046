namespace Signpost.Edge.Health;

/// <summary>Frames a second between two reports.</summary>
internal sealed class FrameRate(TimeProvider time)
{
    private long _frames;
    private long _at = time.GetTimestamp();

    public double Next(long frames)
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_at, now).TotalSeconds;
        var rate = seconds > 0 ? (frames - _frames) / seconds : 0;
        (_frames, _at) = (frames, now);
        return rate;
    }
}
