namespace Signpost.Edge;

/// <summary>Open while the control plane believes the unit. A revoked unit's lines rest until it is open again. Thread-safe.</summary>
internal sealed class BeliefGate : IDisposable
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _open = Opened();
    private CancellationTokenSource _closed = new();

    public bool IsOpen
    {
        get { lock (_lock) return _open.Task.IsCompleted; }
    }

    public void Open()
    {
        lock (_lock)
        {
            if (_open.Task.IsCompleted) return;
            _closed.Dispose();
            _closed = new CancellationTokenSource();
            _open.SetResult();
        }
    }

    public void Close()
    {
        CancellationTokenSource closing;
        lock (_lock)
        {
            if (!_open.Task.IsCompleted) return;
            _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            closing = _closed;
        }

        // Not here and now: whoever closes it may be one of those that are to end.
        _ = closing.CancelAsync();
    }

    /// <summary>Runs something whenever it is open, until cancelled; what runs ends when it closes.</summary>
    public async Task WhileOpenAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Task open;
            lock (_lock) open = _open.Task;
            await open.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested) return;
            CancellationToken closed;
            lock (_lock) closed = _closed.Token;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
            await run(either.Token).ConfigureAwait(false);
        }
    }

    public void Dispose() => _closed.Dispose();

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        opened.SetResult();
        return opened;
    }
}
