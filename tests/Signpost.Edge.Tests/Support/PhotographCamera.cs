using Signpost.Hardware;
using Signpost.Recognition;

namespace Signpost.Edge.Tests.Support;

/// <summary>A camera that shows one photograph for a while, then nobody, again and again, at 12.5 pictures a second.</summary>
internal sealed class PhotographCamera(DecodedPhotograph photograph, int framesShown, int framesEmpty) : ICamera
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(80);
    private readonly PeriodicTimer _timer = new(Step);
    private long _sequence;

    public CameraDescription Description { get; } = new("photograph", photograph.Width, photograph.Height, 12.5, IsLive: true);

    /// <summary>Set to lose the camera.</summary>
    public volatile bool Lost;

    /// <summary>Set to come to the end.</summary>
    public volatile bool Ended;

    public bool IsDisposed { get; private set; }

    public async ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken)
    {
        await _timer.WaitForNextTickAsync(cancellationToken);
        if (Lost) return CameraRead.Lost("the test pulled the plug");
        if (Ended) return CameraRead.EndOfSource;
        into.EnsureSize(photograph.Width, photograph.Height);
        if (_sequence % (framesShown + framesEmpty) < framesShown) photograph.Image.Pixels.CopyTo(into.Span);
        else into.Span.Clear();
        (into.CapturedAt, into.Sequence, into.DecodeTime) = (TimeProvider.System.GetUtcNow(), _sequence++, TimeSpan.FromMilliseconds(1));
        return CameraRead.Frame;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        _timer.Dispose();
        return ValueTask.CompletedTask;
    }
}
