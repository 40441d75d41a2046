namespace Signpost.Edge;

/// <summary>Wakes one waiter. Setting it again before the waiter came changes nothing: what is to be done is read, not counted.
/// Thread-safe.</summary>
internal sealed class Signal(TimeProvider time)
{
    private volatile TaskCompletionSource _set = New();

    public void Set() => _set.TrySetResult();

    /// <summary>Waits until it is set or <paramref name="atMost"/> has passed, and resets it.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await _set.Task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(false);
            _set = New();
        }
        catch (TimeoutException)
        {
            // The time has passed: the caller looks at the world anyhow.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
