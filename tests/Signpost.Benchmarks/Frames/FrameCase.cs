using Signpost.Benchmarks.Scenes;
using Signpost.Edge;
using Signpost.Edge.Vision;
using Signpost.Hardware;
using Signpost.Recognition;

namespace Signpost.Benchmarks.Frames;

/// <summary>The whole frame path on a scene with a number of people, 7.5 pictures a second of the scene's time.</summary>
internal sealed class FrameCase : IDisposable
{
    /// <summary>Pictures looked at in a second of the scene.</summary>
    public const double Rate = 7.5;

    private readonly Portraits _portraits;
    private readonly CrowdScene _scene;
    private readonly DeploymentSlot _slot = new();
    private readonly FramePath _path;
    private readonly Frame _frame = new();
    private long _next;

    public FrameCase(Inputs inputs, ModelPack pack, int width, int height, int people)
    {
        _portraits = Portraits.Load(inputs.Media);
        _scene = new CrowdScene(_portraits, width, height, people);
        QuietDeployment.Promote(_slot, pack);
        _path = new FramePath(pack, _slot, new NoMatches(), new VisionOptions(), Counters, Timings, TimeProvider.System);
    }

    public UnitCounters Counters { get; } = new();

    public StageTimings Timings { get; } = new();

    /// <summary>Draws the next picture; not to be timed.</summary>
    public void Draw()
    {
        var seconds = _next / Rate;
        _scene.Draw(seconds, _frame);
        (_frame.Sequence, _frame.CapturedAt) = (_next++, DateTimeOffset.UnixEpoch.AddSeconds(seconds));
    }

    /// <summary>Looks at the picture drawn last.</summary>
    public void Look() => _path.Process(_frame);

    public void Dispose()
    {
        _path.Dispose();
        _slot.Current?.Return();
        _scene.Dispose();
        _portraits.Dispose();
    }
}
