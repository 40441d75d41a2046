using System.Diagnostics;

namespace Signpost.ModelTools.Tests;

/// <summary>The program as a process of its own, with a home folder of its own.</summary>
internal sealed class ToolRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public string Home { get; } = Directory.CreateTempSubdirectory("signpost-home-").FullName;

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The tests' own list of dependencies knows where this folder keeps native libraries; the program's knows its own folder.
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add("--depsfile");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Signpost.ModelTools.Tests.deps.json"));
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Signpost.ModelTools.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = Home;
        start.Environment.Remove("XDG_CACHE_HOME");
        // What the program does by itself is under test, not what the one who starts it remembers.
        start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', arguments)} took longer than {Limit}");
        }
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
