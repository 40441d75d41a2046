using Signpost.Cli.Processes;

namespace Signpost.Cli.Running;

/// <summary>Waits for a condition that only another process can bring about.</summary>
internal sealed class Waiting(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks <paramref name="condition"/> until it is true.</summary>
    /// <exception cref="SetUpException">The program crashed meanwhile, or the time is over: <paramref name="orElse"/> says what is missing.</exception>
    public async Task UntilAsync(SupervisedProgram program, Func<Task<bool>> condition, TimeSpan patience, Func<string> orElse, CancellationToken stopping)
    {
        var since = time.GetTimestamp();
        while (!await condition())
        {
            if (program.Crashes > 0 || program.HasEnded)
            {
                throw new SetUpException($"{program.Spec.Name} ended while starting: {LogTail.LastLine(program.Spec.Log)} (log: {program.Spec.Log})");
            }
            if (time.GetElapsedTime(since) > patience) throw new SetUpException($"{orElse()} (log: {program.Spec.Log})");
            await Task.Delay(Pause, time, stopping);
        }
    }
}
