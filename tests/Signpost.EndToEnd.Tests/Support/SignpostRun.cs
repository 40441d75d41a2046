using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

using Signpost.Cli;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>One call of the script, as a person would make it.</summary>
internal sealed partial class SignpostRun : IDisposable
{
    private static readonly Lazy<Task> Built = new(BuildAsync);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;
    private readonly Task _output;
    private readonly Task _error;

    private SignpostRun(ProcessStartInfo info)
    {
        _process = Process.Start(info)!;
        _process.StandardInput.Close();
        _output = CollectAsync(_process.StandardOutput);
        _error = CollectAsync(_process.StandardError);
    }

    public static string Script => Path.Combine(SignpostHome.Find().Root, "signpost");

    /// <summary>Standard output and error, line by line.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public int Pid => _process.Id;

    /// <summary>Starts the script; what it builds is built before, so that a test's own environment never meets a compiler.</summary>
    public static async Task<SignpostRun> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? script = null, string? directory = null)
    {
        await Built.Value;
        return Start(arguments, environment, script, directory);
    }

    /// <summary>Runs the script to its end.</summary>
    public static async Task<(int Code, IReadOnlyList<string> Lines)> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? script = null, string? directory = null)
    {
        using var run = await StartAsync(arguments, environment, script, directory);
        return (await run.ExitAsync(TimeSpan.FromSeconds(60)), run.Lines);
    }

    public async Task LineAsync(string text, TimeSpan patience)
    {
        await Waiting.UntilAsync(() => _process.HasExited || Lines.Any(l => l.Contains(text, StringComparison.Ordinal)), patience, $"'{text}' in the output:\n{Text}\n");
        Assert.True(Lines.Any(l => l.Contains(text, StringComparison.Ordinal)), $"ended without saying '{text}':\n{Text}");
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        await Waiting.UntilAsync(() => _process.HasExited, patience, $"the end of the run:\n{Text}\n");
        await Task.WhenAll(_output, _error).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public void Dispose()
    {
        // The kernel takes along whatever it had started.
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private string Text => string.Join('\n', _lines);

    private static SignpostRun Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? script, string? directory)
    {
        // Whoever runs the tests in the background of a shell hands on an interrupt that is ignored; a person at a terminal does not.
        var info = new ProcessStartInfo("env", ["--default-signal=INT", script ?? Script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) info.Environment[name] = value;
        return new(info);
    }

    private static async Task BuildAsync()
    {
        using var run = Start(["--help"], null, null, null);
        Assert.Equal(0, await run.ExitAsync(TimeSpan.FromMinutes(20)));
    }

    private async Task CollectAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line) _lines.Enqueue(line);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
