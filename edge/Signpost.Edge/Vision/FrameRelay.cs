using Signpost.Hardware;

namespace Signpost.Edge.Vision;

/// <summary>
/// Hands frames from the camera's thread to the vision thread: three frames, one being filled, one waiting, one looked at. A newer frame takes the
/// place of the one that waits; nothing ever queues, and neither side waits for the other. One writer, one reader.
/// </summary>
internal sealed class FrameRelay : IDisposable
{
    private readonly SemaphoreSlim _ready = new(0);
    private readonly Lock _lock = new();
    private readonly Frame[] _frames = [new(), new(), new()];
    private Frame _filling, _waiting, _reading;
    private bool _isWaiting;
    private bool _isComplete;

    public FrameRelay() => (_filling, _waiting, _reading) = (_frames[0], _frames[1], _frames[2]);

    /// <summary>The frame to fill: the writer's until <see cref="Publish"/>.</summary>
    public Frame Filling => _filling;

    /// <summary>Offers the filled frame.</summary>
    /// <returns>Whether one that was waiting was dropped for it.</returns>
    public bool Publish()
    {
        bool dropped;
        lock (_lock)
        {
            (_filling, _waiting) = (_waiting, _filling);
            (dropped, _isWaiting) = (_isWaiting, true);
        }

        if (!dropped) _ready.Release();
        return dropped;
    }

    /// <summary>No more frames will come; the one that waits is still handed out.</summary>
    public void Complete()
    {
        lock (_lock) _isComplete = true;
        _ready.Release();
    }

    /// <summary>Waits for the newest frame, which is the reader's until the next call.</summary>
    /// <returns>The frame; null when there will be no more.</returns>
    public Frame? Take()
    {
        while (true)
        {
            _ready.Wait();
            lock (_lock)
            {
                if (_isWaiting)
                {
                    (_reading, _waiting) = (_waiting, _reading);
                    _isWaiting = false;
                    return _reading;
                }

                if (_isComplete) return null;
            }
        }
    }

    /// <summary>Starts over, with nothing left of any picture. Only when neither side is at work.</summary>
    public void Reset()
    {
        foreach (var frame in _frames) frame.Clear();
        while (_ready.Wait(0))
        {
        }

        (_isWaiting, _isComplete) = (false, false);
    }

    internal bool IsBlank => Array.TrueForAll(_frames, frame => !frame.Pixels.AsSpan().ContainsAnyExcept((byte)0));

    public void Dispose()
    {
        Reset();
        _ready.Dispose();
    }
}
