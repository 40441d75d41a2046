using Microsoft.Extensions.Logging;
using Signpost.Hardware;
using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>
/// The frame path with its models and buffers, rented once at boot and started for each period in which the interlocks allow recognition. A camera
/// exists only while it runs.
/// </summary>
public sealed class Recogniser : IDisposable
{
    private readonly FramePath _path;
    private readonly FrameRelay _relay = new();
    private readonly UnitCounters _counters;
    private readonly ILogger<Recogniser> _logger;
    private FrameLoop? _loop;

    /// <summary>Loads the models.</summary>
    /// <exception cref="PackException">The pack cannot be used.</exception>
    public Recogniser(
        ModelPack pack, DeploymentSlot deployments, IMatchSink sink, VisionOptions options, UnitCounters counters, StageTimings timings,
        TimeProvider time, ILogger<Recogniser> logger)
    {
        _path = new FramePath(pack, deployments, sink, options, counters, timings, time);
        (_counters, _logger) = (counters, logger);
    }

    /// <summary>Whether a camera is open and frames are looked at.</summary>
    public bool IsRunning => _loop is not null;

    /// <summary>Opens the camera and starts.</summary>
    /// <returns>Ends when the camera does, or with <see cref="StopAsync"/>; faulted when the frame path is broken.</returns>
    public Task<LoopEnd> Start(ICamera camera)
    {
        if (_loop is not null) throw new InvalidOperationException("Recognition runs already.");
        _loop = new FrameLoop(_path, _relay, _counters, _logger);
        _loop.Start(camera);
        return _loop.Ended;
    }

    /// <summary>Stops. When it returns, the camera is closed and frames, crops and templates are overwritten.</summary>
    public async Task StopAsync()
    {
        if (_loop is null) return;
        await _loop.DisposeAsync().ConfigureAwait(false);
        _loop = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_loop is not null) throw new InvalidOperationException("Recognition runs still.");
        _path.Dispose();
        _relay.Dispose();
    }

    internal bool IsBlank => _path.IsBlank && _relay.IsBlank;
}
