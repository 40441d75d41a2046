using Signpost.Edge;
using Signpost.Hardware;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Shows a clip to a unit's frame path picture by picture: the next one only when the last was looked at, so that none is dropped and the outcome does
/// not depend on the machine.
/// </summary>
/// <param name="clip">The pictures.</param>
/// <param name="counters">The unit's: they tell when a picture was looked at.</param>
/// <param name="start">Time of the first picture.</param>
internal sealed class ClipCamera(ClipFrames clip, UnitCounters counters, DateTimeOffset start) : ICamera
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private int _next;

    public CameraDescription Description { get; } = new("clip", clip.Frames[0].Width, clip.Frames[0].Height, clip.FramesPerSecond, IsLive: false);

    public async ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken)
    {
        while (counters.Frames < _next)
            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        if (_next == clip.Frames.Count)
            return CameraRead.EndOfSource;
        Frame from = clip.Frames[_next];
        into.EnsureSize(from.Width, from.Height);
        from.Span.CopyTo(into.Span);
        into.Sequence = _next++;
        into.CapturedAt = start + TimeSpan.FromSeconds(from.Sequence / clip.FramesPerSecond);
        into.DecodeTime = TimeSpan.Zero;
        return CameraRead.Frame;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
