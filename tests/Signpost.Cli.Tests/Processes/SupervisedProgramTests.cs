using System.Collections.Concurrent;
using System.Diagnostics;
using Signpost.Cli.Processes;

namespace Signpost.Cli.Tests.Processes;

public sealed class SupervisedProgramTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessLauncher _launcher = new();
    private readonly ConcurrentQueue<string> _said = new();

    [Fact]
    public async Task Program_ThatCrashes_IsStartedAgainAndCounted()
    {
        // Leaves a mark at the first start and crashes; stays at the second.
        await using var program = await StartAsync($"[ -f {_folder.File("mark")} ] && exec sleep 60; touch {_folder.File("mark")}; exit 3");
        var first = program.Pid;

        await UntilAsync(() => program.Pid != first && IsAlive(program.Pid));

        Assert.Equal(1, program.Crashes);
        Assert.Contains(_said, line => line.Contains("code 3", StringComparison.Ordinal) && line.Contains(program.Spec.Log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Program_ThatEndsByItself_IsLeftAlone()
    {
        await using var program = await StartAsync("echo done");

        await program.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(0, program.Crashes);
        Assert.Equal("done\n", await File.ReadAllTextAsync(program.Spec.Log, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Program_ThatGivesWay_RunsBehindTheOthers()
    {
        await using var program = await SupervisedProgram.StartAsync(_launcher, Spec("nice") with { GivesWay = true }, TimeProvider.System, _said.Enqueue);

        await program.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal("10\n", await File.ReadAllTextAsync(program.Spec.Log, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stop_ProgramThatLeavesAChild_EndsBoth()
    {
        await using var program = await StartAsync($"sleep 60 & echo $! >{_folder.File("child.new")}; mv {_folder.File("child.new")} {_folder.File("child")}; wait");
        await UntilAsync(() => File.Exists(_folder.File("child")));
        var child = int.Parse(await File.ReadAllTextAsync(_folder.File("child"), TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);

        await program.StopAsync(TimeSpan.FromSeconds(5));

        await UntilAsync(() => !IsAlive(child));
        Assert.False(IsAlive(program.Pid));
        Assert.Equal(0, program.Crashes);
    }

    [Fact]
    public async Task Stop_ProgramThatWillNot_IsKilledAndSaidSo()
    {
        await using var program = await StartAsync($"trap '' TERM; touch {_folder.File("ready")}; while true; do sleep 0.1; done");
        await UntilAsync(() => File.Exists(_folder.File("ready")));

        Assert.False(await program.StopAsync(TimeSpan.FromMilliseconds(300)));
        Assert.False(IsAlive(program.Pid));
    }

    [Fact]
    public async Task Launcher_WhoseThreadEnds_TakesItsProgramsAlong()
    {
        var launcher = new ProcessLauncher();
        using var running = await launcher.StartAsync(Spec($"touch {_folder.File("ready")}; exec sleep 60"));
        await UntilAsync(() => File.Exists(_folder.File("ready")));

        launcher.Dispose();

        using var patience = new CancellationTokenSource(Patience);
        await running.WaitForExitAsync(patience.Token);
        Assert.True(running.HasExited);
    }

    [Fact]
    public async Task Start_ProgramThatIsNotThere_SaysSo()
    {
        var missing = await Assert.ThrowsAsync<SetUpException>(() => _launcher.StartAsync(new("example", _folder.File("absent"), [], _folder.File("log"))));

        Assert.Contains(_folder.File("absent"), missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PeakMemory_OfThisProcess_IsAtLeastWhatItHoldsNow()
    {
        using var self = Process.GetCurrentProcess();

        Assert.InRange(Memory.PeakOf(Environment.ProcessId)!.Value, self.WorkingSet64 / 2, long.MaxValue);
        Assert.Null(Memory.PeakOf(int.MaxValue));
    }

    private Task<SupervisedProgram> StartAsync(string script) => SupervisedProgram.StartAsync(_launcher, Spec(script), TimeProvider.System, _said.Enqueue);

    private ProgramSpec Spec(string script) => new("example", "/bin/sh", ["-c", script], _folder.File("log"));

    private static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition()) await timer.WaitForNextTickAsync(patience.Token);
    }

    public void Dispose()
    {
        _launcher.Dispose();
        _folder.Dispose();
    }
}
