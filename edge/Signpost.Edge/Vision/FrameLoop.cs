using Microsoft.Extensions.Logging;
using Signpost.Hardware;

namespace Signpost.Edge.Vision;

/// <summary>How a period of recognition came to its end by itself.</summary>
public enum LoopEnd
{
    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>The file or folder in place of a camera is over.</summary>
    SourceEnded,

    /// <summary>The camera is lost.</summary>
    CameraLost,
}

/// <summary>
/// One period of recognition: a camera, read on one thread, and the frame path, on another. Between two periods there is no camera and nothing of
/// any picture.
/// </summary>
internal sealed class FrameLoop(FramePath path, FrameRelay relay, UnitCounters counters, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task<LoopEnd> _camera = Task.FromResult(LoopEnd.Stopped);
    private Task _vision = Task.CompletedTask;

    /// <summary>Ends when the camera does, once the last frame was looked at and every visit is over; faulted when the frame path is
    /// broken.</summary>
    public Task<LoopEnd> Ended { get; private set; } = Task.FromResult(LoopEnd.Stopped);

    public void Start(ICamera camera)
    {
        var vision = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _vision = vision.Task;
        _camera = Task.Run(() => ReadAsync(camera));
        new Thread(() => Look(vision)) { Name = "vision", IsBackground = true }.Start();
        Ended = EndAsync();
    }

    /// <summary>Stops: no further frame is looked at, and when it returns the camera is closed and every buffer is blank.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task<LoopEnd> EndAsync()
    {
        var end = await _camera.ConfigureAwait(false);
        await _vision.ConfigureAwait(false);
        return end;
    }

    private async Task<LoopEnd> ReadAsync(ICamera camera)
    {
        try
        {
            await using (camera.ConfigureAwait(false))
            {
                Log.CameraOpened(logger, camera.Description.Name);
                var complaint = string.Empty;
                while (true)
                {
                    var read = await camera.ReadAsync(relay.Filling, _stop.Token).ConfigureAwait(false);
                    if (read.IsFrame)
                    {
                        complaint = string.Empty;
                        relay.Publish();
                        continue;
                    }

                    if (read.Kind == CameraReadKind.EndOfSource)
                    {
                        Log.SourceEnded(logger, camera.Description.Name);
                        return LoopEnd.SourceEnded;
                    }

                    Log.CameraLost(logger, camera.Description.Name, read.Reason);

                    // One bad file among many is passed over; the same complaint again is a source that does not work.
                    if (camera.Description.IsLive || read.Reason == complaint) return LoopEnd.CameraLost;
                    complaint = read.Reason;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return LoopEnd.Stopped;
        }
        finally
        {
            relay.Complete();
        }
    }

    private void Look(TaskCompletionSource ended)
    {
        try
        {
            var last = -1L;
            while (relay.Take() is { } frame)
            {
                // Frames count as dropped here, wherever between the lens and this line they were lost.
                if (last >= 0 && frame.Sequence > last + 1) counters.AddDropped(frame.Sequence - last - 1);
                last = frame.Sequence;
                if (!_stop.IsCancellationRequested) path.Process(frame);
            }

            path.Finish();
            relay.Reset();
            ended.SetResult();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A thread's exception would take the process down before anything is zeroed; the unit stops in order instead.
            Log.FramePathBroken(logger, failure.GetType().Name);
            ended.SetException(failure);
            _stop.Cancel();
        }
    }
}
