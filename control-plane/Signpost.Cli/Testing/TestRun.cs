using Signpost.Cli.Demonstration;
using Signpost.Cli.Fetching;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Testing;

/// <summary>Sets up what the tests use, builds everything and runs the projects one at a time: two cores are enough for one.</summary>
internal sealed class TestRun(SignpostHome home, PackageStore packages, ModelPack pack, DebianPackages debian, Action<string> say)
{
    // Broker, browser, database, video, the linker of Native AOT and other processors, a PKCS#11 token.
    private static readonly string[] Packages =
        ["ffmpeg", "chromium", "postgresql", "mosquitto", "clang", "zlib1g-dev", "procps", "iproute2", "qemu-user-static", "softhsm2"];
    private const int ZeroTests = 8;

    private readonly string _results = Path.Combine(home.Root, "artifacts", "test-results");

    /// <returns>Whether at least one test ran and none failed.</returns>
    public async Task<bool> RunAsync(string? suite, CancellationToken stopping)
    {
        await PrepareAsync(SlowSuite.Named(suite)?.Packages ?? [], stopping);
        say("building the solution");
        var build = await DotnetAsync(["build", "Signpost.slnx", "-c", "Release", "--nologo", "-v", "quiet"], stopping);
        if (build.ExitCode != 0)
        {
            Console.Error.WriteLine(build.Output + build.Error);
            throw new SetUpException("The solution does not build: the errors are above.");
        }

        var selection = TestProjects.Select(TestProjects.Of(home), suite);
        if (Directory.Exists(_results)) Directory.Delete(_results, recursive: true);
        var sum = TestCounts.None;
        var brokenOff = false;
        foreach (var project in selection.Projects)
        {
            var counts = await RunAsync(project, selection.Trait, stopping);
            brokenOff |= counts is null;
            sum += counts ?? TestCounts.None;
        }
        if (sum.Total == 0) say(suite is null ? "no test ran" : $"no test ran: '{suite}' is neither a project nor a suite");
        Console.Out.WriteLine(sum);
        return !brokenOff && sum is { Failed: 0, Total: > 0 };
    }

    private async Task PrepareAsync(IReadOnlyList<string> more, CancellationToken stopping)
    {
        try
        {
            await debian.EnsureAsync([.. Packages, .. more], stopping);
        }
        catch (SetUpException e) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            say($"{e.Message} — tests that need them are skipped");
        }
        await packages.EnsureAsync(Footage.Load(home).NpmPackages(), stopping);
        await pack.EnsureAsync(stopping);
    }

    /// <summary>Null when the run broke off without a whole report.</summary>
    private async Task<TestCounts?> RunAsync(TestProject project, string? trait, CancellationToken stopping)
    {
        var since = TimeProvider.System.GetTimestamp();
        var report = $"{project.Name}.trx";
        var result = await DotnetAsync(
            ["test", "--project", project.File, "--no-build", "-c", "Release", "--results-directory", _results, "--report-trx", "--report-trx-filename", report, "--no-progress", .. SlowSuite.Filter(trait)],
            stopping);
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(_results).FullName, $"{project.Name}.log"), result.Output + result.Error, stopping);
        if (result.ExitCode == ZeroTests) return TestCounts.None;

        var counts = TestCounts.Read(Path.Combine(_results, report));
        if (result.ExitCode != 0) Console.Out.WriteLine(result.Output + result.Error);
        say($"{project.Name}: {counts?.ToString() ?? "broke off"} ({TimeProvider.System.GetElapsedTime(since).TotalSeconds:0} s)");
        // A runner that fails without a failed test broke off all the same.
        return result.ExitCode != 0 && counts is { Failed: 0 } ? null : counts;
    }

    private Task<ToolResult> DotnetAsync(string[] arguments, CancellationToken stopping) =>
        ToolRunner.RunAsync(Dotnet.Path, arguments, stopping, home.Root, ("MSBUILDDISABLENODEREUSE", "1"), ("ORT_DISABLE_TELEMETRY", "1"));
}
