namespace Signpost.Promises.Tests.Stage;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Lets a stretch of time go by: it is what is looked at, not a guess at when something is done.</summary>
    public static Task WatchAsync(TimeSpan length) => Task.Delay(length, TestContext.Current.CancellationToken);

    /// <summary>Asks until the condition holds; fails with <paramref name="what"/> when it does not in time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan patience, Func<string> what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (!await condition()) await timer.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{what()}: not within {patience.TotalSeconds:0} s");
        }
    }

    public static Task UntilAsync(Func<bool> condition, TimeSpan patience, Func<string> what) => UntilAsync(() => Task.FromResult(condition()), patience, what);
}
