namespace Signpost.Cli.Processes;

/// <summary>
/// Keeps one program running until it is stopped: a crash starts it again after <see cref="RestartPolicy"/>'s delay and is counted.
/// An exit with code 0 is the program's own decision (its video ended) and is left alone.
/// </summary>
internal sealed class SupervisedProgram : IAsyncDisposable
{
    private readonly ProcessLauncher _launcher;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watch;
    private RunningProcess _current;
    private int _crashes;
    private long _peakMemory;

    private SupervisedProgram(ProcessLauncher launcher, RunningProcess first, TimeProvider time, Action<string> say)
    {
        (_launcher, _current, _time, _say) = (launcher, first, time, say);
        Spec = first.Spec;
        _watch = WatchAsync();
    }

    public ProgramSpec Spec { get; }

    /// <summary>How often it crashed; each time it is started again.</summary>
    public int Crashes => Volatile.Read(ref _crashes);

    /// <summary>The largest resident set of any of its lives, bytes.</summary>
    public long PeakMemory => Volatile.Read(ref _peakMemory);

    public int Pid => Volatile.Read(ref _current).Pid;

    /// <summary>Whether it ended by its own decision or was stopped.</summary>
    public bool HasEnded => _watch.IsCompleted;

    public Task Ended => _watch;

    public static async Task<SupervisedProgram> StartAsync(ProcessLauncher launcher, ProgramSpec spec, TimeProvider time, Action<string> say) =>
        new(launcher, await launcher.StartAsync(spec), time, say);

    /// <summary>Reads the present peak of the resident set; once a second is enough, and once more before stopping.</summary>
    public void SampleMemory()
    {
        if (Memory.PeakOf(Volatile.Read(ref _current).Pid) is { } peak && peak > PeakMemory) Volatile.Write(ref _peakMemory, peak);
    }

    /// <summary>Stops it for good. False when it had to be killed.</summary>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        SampleMemory();
        await _stopping.CancelAsync();
        await _watch;
        return _current.HasExited || await _current.StopAsync(grace);
    }

    private async Task WatchAsync()
    {
        var crashes = 0;
        try
        {
            while (true)
            {
                var since = _time.GetTimestamp();
                await _current.WaitForExitAsync(_stopping.Token);
                if (_current.ExitCode == 0) return;
                Interlocked.Increment(ref _crashes);
                crashes = RestartPolicy.CrashesInARow(crashes, _time.GetElapsedTime(since));
                var delay = RestartPolicy.Delay(crashes);
                _say($"{Spec.Name} ended with code {_current.ExitCode} and is started again in {delay.TotalSeconds:0.#} s; its log: {Spec.Log}");
                _current.Kill();
                await Task.Delay(delay, _time, _stopping.Token);
                var ended = _current;
                Volatile.Write(ref _current, await _launcher.StartAsync(Spec));
                ended.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped on purpose.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(1));
        _current.Dispose();
        _stopping.Dispose();
    }
}
