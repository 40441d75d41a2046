using Signpost.Hardware;

namespace Signpost.Benchmarks.Streams;

/// <summary>A camera whose pictures' lateness is noted: how long after its due time, counted from the first, each was handed over.</summary>
internal sealed class WatchedCamera(ICamera camera, double rate, long warmUp, Action onWarm) : ICamera
{
    private DateTimeOffset _firstDue;
    private long _last = -1;

    public CameraDescription Description => camera.Description;

    /// <summary>The latest of the pictures after the warm-up.</summary>
    public TimeSpan WorstLateness { get; private set; }

    /// <summary>Of the last picture: growing lateness is a stream that is not kept up with.</summary>
    public TimeSpan LastLateness { get; private set; }

    public async ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken)
    {
        var read = await camera.ReadAsync(into, cancellationToken);
        if (!read.IsFrame) return read;
        if (_last < 0) _firstDue = into.CapturedAt - TimeSpan.FromSeconds(into.Sequence / rate);
        LastLateness = into.CapturedAt - _firstDue - TimeSpan.FromSeconds(into.Sequence / rate);
        if (into.Sequence >= warmUp)
        {
            if (_last < warmUp) onWarm();
            if (LastLateness > WorstLateness) WorstLateness = LastLateness;
        }

        _last = into.Sequence;
        return read;
    }

    public ValueTask DisposeAsync() => camera.DisposeAsync();
}
