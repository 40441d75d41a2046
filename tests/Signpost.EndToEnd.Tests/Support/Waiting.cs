namespace Signpost.EndToEnd.Tests.Support;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Lets a random stretch of time go by: the moment after it is the test's input, not a guess at when something is done.</summary>
    public static Task MomentAsync(TimeSpan length) => Task.Delay(length, TestContext.Current.CancellationToken);

    /// <summary>Asks until the condition holds; fails with <paramref name="what"/> when it never does.</summary>
    public static async Task UntilAsync(Func<bool> condition, TimeSpan patience, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (!condition()) await timer.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{what}: not within {patience.TotalSeconds:0} s");
        }
    }
}
