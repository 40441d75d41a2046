using System.Diagnostics.CodeAnalysis;
using Signpost.Edge.Capture;
using Signpost.Hardware;

namespace Signpost.ModelTools.Evaluation;

/// <summary>A clip's pictures in memory, decoded by the unit's own capture; overwritten at the end.</summary>
internal sealed class ClipFrames : IDisposable
{
    /// <summary>The unit's capture plays a file at its own pace and drops what a busy machine is late for: then the clip is played again.</summary>
    private const int Attempts = 4;

    private readonly List<Frame> _frames;

    private ClipFrames(List<Frame> frames, double framesPerSecond, long lost) => (_frames, FramesPerSecond, Lost) = (frames, framesPerSecond, lost);

    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>Rate of the clip; pictures are timed by it and not by how fast they were decoded.</summary>
    public double FramesPerSecond { get; }

    /// <summary>Pictures that were dropped in the best attempt.</summary>
    public long Lost { get; }

    /// <exception cref="DataException">The file cannot be played.</exception>
    public static async Task<ClipFrames> ReadAsync(string file, CancellationToken cancellationToken)
    {
        ClipFrames? best = null;
        for (int attempt = 0; attempt < Attempts && best is not { Lost: 0 }; attempt++)
        {
            ClipFrames read = await PlayAsync(file, cancellationToken).ConfigureAwait(false);
            if (best is null || read.Lost < best.Lost)
                (best, read) = (read, best!);
            read?.Dispose();
        }
        return best!;
    }

    public void Dispose()
    {
        foreach (Frame frame in _frames)
            frame.Clear();
        _frames.Clear();
    }

    [SuppressMessage("Reliability", "CA2007", Justification = "No context to go back to.")]
    private static async Task<ClipFrames> PlayAsync(string file, CancellationToken cancellationToken)
    {
        await using var camera = new FfmpegCamera(new FfmpegCameraOptions { Source = file }, TimeProvider.System);
        var frames = new List<Frame>();
        while (true)
        {
            var frame = new Frame();
            CameraRead read = await camera.ReadAsync(frame, cancellationToken);
            if (read.Kind == CameraReadKind.Lost)
                throw new DataException($"{file}: cannot be played. {read.Reason}");
            if (read.Kind == CameraReadKind.EndOfSource)
                break;
            frames.Add(frame);
        }
        double rate = camera.Description.FramesPerSecond;
        if (frames.Count == 0 || !(rate > 0))
            throw new DataException($"{file}: has {frames.Count} pictures at {rate} a second");
        return new ClipFrames(frames, rate, frames[^1].Sequence + 1 - frames.Count);
    }
}
