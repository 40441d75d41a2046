using System.Diagnostics;

namespace Signpost.Cli.Processes;

/// <summary>A started program and the process group it leads.</summary>
internal sealed class RunningProcess(ProgramSpec spec, Process process) : IDisposable
{
    public ProgramSpec Spec => spec;

    public int Pid => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public Task WaitForExitAsync(CancellationToken stopping) => process.WaitForExitAsync(stopping);

    /// <summary>Asks the program to end and waits; after <paramref name="grace"/> its whole group is killed.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        var pid = process.Id;
        Libc.Signal(pid, Libc.SigTerm);
        using var patience = new CancellationTokenSource(grace);
        var willing = true;
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            willing = false;
        }
        // The group may hold a decoder that the program left behind.
        Libc.Signal(-pid, Libc.SigKill);
        await process.WaitForExitAsync(CancellationToken.None);
        return willing;
    }

    public void Kill() => Libc.Signal(-process.Id, Libc.SigKill);

    public void Dispose() => process.Dispose();
}
