using System.Diagnostics;
using System.Text;

namespace Signpost.Console.Tests.Stage;

/// <summary>A program of the product as a process of its own; killed with all it started when disposed.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder log = new();

    public RunningProgram(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORT_DISABLE_TELEMETRY"] = "1";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Log
    {
        get
        {
            lock (log) return log.ToString();
        }
    }

    /// <summary>Asks until the answer is not null; fails with the program's log when it ends or the time is over.</summary>
    public async Task<T> UntilAsync<T>(string what, TimeSpan patience, Func<Task<T?>> ask)
        where T : class
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var started = Stopwatch.GetTimestamp();
        do
        {
            if (await ask() is { } answer) return answer;
            if (process.HasExited) throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode} before: {what}.{Environment.NewLine}{Log}");
        }
        while (Stopwatch.GetElapsedTime(started) < patience && await tick.WaitForNextTickAsync());
        throw new TimeoutException($"Not within {patience}: {what}.{Environment.NewLine}{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (log) log.AppendLine(line);
    }
}
