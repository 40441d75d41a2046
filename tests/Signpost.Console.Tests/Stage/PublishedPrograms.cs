using System.Diagnostics;

namespace Signpost.Console.Tests.Stage;

/// <summary>
/// The published programs: a Web program serves its static files only from published output. Those that ./signpost published are used when SIGNPOST_BIN names their folder
/// (such as .signpost/bin), else they are published once a test run.
/// </summary>
internal static class PublishedPrograms
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static async Task<(string ControlPlane, string Unit)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("SIGNPOST_BIN") is { Length: > 0 } bin)
        {
            var folder = Path.GetFullPath(bin, Repository.Root);
            return (Program(Path.Combine(folder, "control-plane"), "Signpost.ControlPlane.Server"), Program(Path.Combine(folder, "edge"), "Signpost.Edge.Appliance"));
        }

        var output = Path.Combine(Repository.Root, "artifacts", "console-tests");
        await PublishAsync("control-plane/Signpost.ControlPlane.Server", Path.Combine(output, "control-plane"));
        await PublishAsync("edge/Signpost.Edge.Appliance", Path.Combine(output, "edge"));
        return (Program(Path.Combine(output, "control-plane"), "Signpost.ControlPlane.Server"), Program(Path.Combine(output, "edge"), "Signpost.Edge.Appliance"));
    }

    private static string Program(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? file : throw new FileNotFoundException($"There is no program {file}.", file);
    }

    private static async Task PublishAsync(string project, string output)
    {
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(Repository.Root, project), "-c", "Release", "-o", output, "--nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No compiler stays behind after the tests.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var publish = Process.Start(start)!;
        var said = Task.WhenAll(publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await publish.WaitForExitAsync(patience.Token);
        if (publish.ExitCode != 0) throw new InvalidOperationException($"{project} does not publish:{Environment.NewLine}{string.Concat(await said)}");
    }
}
