using Signpost.Cli.Processes;

namespace Signpost.Cli.Running;

/// <summary>The programs of a run. Whatever is in it when it is disposed is stopped: units first, the control plane last.</summary>
internal sealed class Fleet(TimeProvider time, Action<string> say) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private readonly ProcessLauncher _launcher = new();
    private readonly List<SupervisedProgram> _programs = [];
    private int _killed;

    public IReadOnlyList<SupervisedProgram> Programs => _programs;

    public int Crashes => _programs.Sum(p => p.Crashes);

    /// <summary>How many did not end when asked to.</summary>
    public int Killed => _killed;

    public async Task<SupervisedProgram> StartAsync(ProgramSpec spec)
    {
        var program = await SupervisedProgram.StartAsync(_launcher, spec, time, say);
        _programs.Add(program);
        return program;
    }

    public void SampleMemory()
    {
        foreach (var program in _programs) program.SampleMemory();
    }

    public async Task StopAsync(IEnumerable<SupervisedProgram> programs)
    {
        var willing = await Task.WhenAll(programs.Select(p => p.StopAsync(Grace)));
        Interlocked.Add(ref _killed, willing.Count(w => !w));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var group in _programs.Select((program, index) => (program, index)).GroupBy(p => p.index == 0).OrderBy(g => g.Key))
        {
            await StopAsync(group.Select(p => p.program));
        }
        foreach (var program in _programs) await program.DisposeAsync();
        _launcher.Dispose();
    }
}
