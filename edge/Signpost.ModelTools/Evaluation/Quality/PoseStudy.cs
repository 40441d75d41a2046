using Signpost.Edge.Capture;
using Signpost.Hardware;
using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation.Quality;

/// <summary>A face in a frame of a clip.</summary>
internal sealed record PosedFace(FaceQuality Quality, float Error);

/// <summary>
/// Takes clips of one person each, who turn their heads as people do, and compares every look with the mean of the best: a picture that is turned by
/// calculation would not show a face from the side.
/// </summary>
internal sealed class PoseStudy(ModelPack pack) : IDisposable
{
    private const int BestLooks = 8;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly FaceChain _chain = new(pack);

    public async Task<IReadOnlyList<PosedFace>> RunAsync(string clip)
    {
        var answers = new List<ChainAnswer>();
        var frame = new Frame();
        await using var camera = new FfmpegCamera(new FfmpegCameraOptions { Source = Path.GetFullPath(clip) }, TimeProvider.System);
        DateTimeOffset next = default;
        while ((await camera.ReadAsync(frame, CancellationToken.None)) is var read && read.Kind != CameraReadKind.EndOfSource)
        {
            if (!read.IsFrame)
                throw new InvalidDataException($"{clip}: {read.Reason}");
            if (frame.CapturedAt < next)
                continue;
            next = frame.CapturedAt + Interval;
            if (_chain.Extract(new BgrImage(frame.Pixels, frame.Width, frame.Height, frame.Stride)) is { } answer)
                answers.Add(answer);
        }
        float[] reference = new float[pack.TemplateLength];
        foreach (ChainAnswer best in answers.OrderByDescending(answer => answer.Quality.Unified).Take(BestLooks))
            Template.Accumulate(reference, best.Template, 1);
        if (!Template.Normalise(reference))
            throw new InvalidDataException($"{clip}: no face");
        return answers.ConvertAll(answer => new PosedFace(answer.Quality, 1 - Template.Compare(reference, answer.Template)));
    }

    public void Dispose() => _chain.Dispose();
}
