using System.Diagnostics;
using System.Text.Json;
using Signpost.Cli.Commands;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Fetching;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Benchmarking;

/// <summary>Sets up what the measurements need, starts them one at a time and gathers their tables.</summary>
internal sealed class BenchRun(SignpostHome home, PackageStore packages, ModelPack pack, DebianPackages debian, Action<string> say)
{
    private const string Project = "tests/Signpost.Benchmarks";
    private readonly TimeProvider _time = TimeProvider.System;

    /// <exception cref="SetUpException">Something is missing and cannot be fetched, or a measurement failed.</exception>
    public async Task<BenchResult> RunAsync(IReadOnlyList<BenchPart> parts, BenchOptions options, CancellationToken stopping)
    {
        var machine = MachineFacts.Read(_time);
        if (machine.LoadBefore > 0.5) say($"this machine is busy (load {machine.LoadBefore}): streams and start are worth little");
        await PrepareAsync(stopping);
        var sections = new List<BenchSection>();
        foreach (var (part, number) in parts.Select((part, index) => (part, index + 1)))
        {
            say($"{part.Name} ({number} of {parts.Count})");
            var since = _time.GetTimestamp();
            var measured = await part.MeasureAsync(this, options, stopping);
            sections.AddRange(measured.Select(section => section with { Command = $"./signpost bench {part.Name}" }));
            say($"{part.Name}: {_time.GetElapsedTime(since).TotalSeconds:0} s");
        }
        return new(machine, sections);
    }

    /// <summary>The BenchmarkDotNet suite with its own arguments.</summary>
    public async Task<int> RunSuiteAsync(IReadOnlyList<string> arguments, CancellationToken stopping)
    {
        await PrepareAsync(stopping);
        return await PassThrough.RunAsync(Program, ["suite", .. arguments], stopping);
    }

    /// <summary>A part that the benchmark program measures.</summary>
    public async Task<IReadOnlyList<BenchSection>> ProgramAsync(string part, IReadOnlyList<string> arguments, CancellationToken stopping)
    {
        var answer = Path.Combine(Directory.CreateDirectory(Folder).FullName, $"{part}.json");
        File.Delete(answer);
        using var process = Process.Start(new ProcessStartInfo(Program, [part, home.Root, answer, .. arguments]))!;
        try
        {
            await process.WaitForExitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode != 0 || !File.Exists(answer)) throw new SetUpException($"bench {part} ended with code {process.ExitCode}: its words are above.");
        return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(answer, stopping), BenchJson.Default.ListBenchSection)!;
    }

    /// <summary>The part that needs a whole system.</summary>
    public async Task<IReadOnlyList<BenchSection>> ColdStartAsync(int starts, CancellationToken stopping)
    {
        await debian.EnsureAsync(["clang", "zlib1g-dev"], stopping);
        return [await new ColdStart(home, Path.Combine(Folder, "start"), pack.Scores(), _time, say).MeasureAsync(starts, stopping)];
    }

    /// <summary>The part that is about the program as it is shipped.</summary>
    public async Task<IReadOnlyList<BenchSection>> SearchAsync(IReadOnlyList<int> sizes, CancellationToken stopping) =>
        [(await new SearchYardstick(home, debian, say).MeasureAsync(sizes, stopping)).ToSection()];

    private string Folder => Path.Combine(home.State, "bench");

    private string Program => Path.Combine(home.Root, "artifacts", "bin", "Signpost.Benchmarks", "release", "Signpost.Benchmarks");

    // Without OpenCV there is all but its column.
    private async Task EnsureYardstickAsync(CancellationToken stopping)
    {
        try
        {
            await debian.EnsureAsync(["python3-opencv"], stopping);
        }
        catch (SetUpException e)
        {
            say($"{e.Message} — nothing is compared with OpenCV");
        }
    }

    private async Task PrepareAsync(CancellationToken stopping)
    {
        await debian.EnsureToolAsync("ffmpeg", "ffmpeg", stopping);
        await EnsureYardstickAsync(stopping);
        await packages.EnsureAsync([DefaultPackages.Models, .. Footage.Load(home).NpmPackages()], stopping);
        await pack.EnsureAsync(stopping);
        say("building the benchmarks");
        var build = await ToolRunner.RunAsync(
            Dotnet.Path, ["build", Project, "-c", "Release", "--nologo", "-v", "quiet"], stopping, home.Root, ("MSBUILDDISABLENODEREUSE", "1"));
        if (build.ExitCode != 0) throw new SetUpException($"The benchmarks do not build: {build.Output}{build.Error}");
    }
}
