using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Signpost.Hardware;

namespace Signpost.Edge.Capture;

/// <summary>
/// Hands pictures from a writer, which never waits, to a reader, which gets the newest one: no queue. A picture that the reader did not
/// take before the next came is dropped and counted. Three buffers go round (the writer's, the newest, the reader's); handing on
/// exchanges them and copies nothing. One writer, one reader, no allocation per picture.
/// </summary>
internal sealed class LatestFrameSlot : IValueTaskSource, IThreadPoolWorkItem, IDisposable
{
    private static readonly Action<object?> Wake = static slot => ((LatestFrameSlot)slot!).WakeReader();
    private readonly Lock _lock = new();
    private readonly Frame _newest = new();
    private ManualResetValueTaskSourceCore<bool> _signal;
    private bool _hasNewest;
    private bool _readerWaits;
    private CameraRead? _end;
    private long _dropped;

    /// <summary>The writer's buffer: filled by the writer, then handed on by <see cref="Publish"/>, which leaves an older one here.</summary>
    public Frame Writing { get; } = new();

    /// <summary>How many pictures were dropped because a newer one came first.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Makes the writer's picture the newest. Never waits.</summary>
    public void Publish()
    {
        lock (_lock)
        {
            _newest.Exchange(Writing);
            if (_hasNewest)
            {
                _dropped++;
            }

            _hasNewest = true;
        }

        WakeReader();
    }

    /// <summary>Tells the reader that no picture follows; a picture not yet taken still is.</summary>
    public void Complete(CameraRead end)
    {
        lock (_lock)
        {
            _end ??= end;
        }

        WakeReader();
    }

    /// <summary>Waits for a picture newer than the last taken, and exchanges it for the reader's frame.</summary>
    /// <returns>A frame, or what <see cref="Complete"/> said.</returns>
    /// <exception cref="OperationCanceledException">The reader gave up; the slot stays usable.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CameraRead> TakeAsync(Frame into, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_lock)
            {
                if (_hasNewest)
                {
                    _newest.Exchange(into);
                    _hasNewest = false;
                    return CameraRead.Frame;
                }

                if (_end is { } end)
                {
                    return end;
                }

                _signal.Reset();
                _readerWaits = true;
            }

            await using (cancellationToken.UnsafeRegister(Wake, this))
            {
                await new ValueTask(this, _signal.Version);
            }
        }
    }

    /// <summary>Overwrites the buffers that the slot holds with zero. The writer must have stopped.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _newest.Clear();
            Writing.Clear();
            _hasNewest = false;
        }
    }

    /// <summary>Runs the reader on the pool: on the writer's thread it would hold up the next picture.</summary>
    void IThreadPoolWorkItem.Execute() => _signal.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);

    private void WakeReader()
    {
        lock (_lock)
        {
            if (!_readerWaits)
            {
                return;
            }

            _readerWaits = false;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
