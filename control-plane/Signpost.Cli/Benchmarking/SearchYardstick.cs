using System.Globalization;
using System.Text.Json;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Benchmarking;

/// <summary>The gallery search of the published program beside FAISS IndexFlatIP, one thread each, in turns.</summary>
internal sealed class SearchYardstick(SignpostHome home, DebianPackages debian, Action<string> say)
{
    private const string Project = "edge/Signpost.Edge.Appliance";
    private const string Source = "tests/Yardsticks/faiss_search.cpp";
    private const int Rounds = 3;

    private string Folder => Path.Combine(home.State, "bench", "search");

    /// <exception cref="SetUpException">A tool is missing, or a program does not build or run.</exception>
    public async Task<SearchResult> MeasureAsync(IReadOnlyList<int> sizes, CancellationToken stopping)
    {
        await debian.EnsureAsync(["clang", "zlib1g-dev", "g++", "libfaiss-dev"], stopping);
        Directory.CreateDirectory(Folder);
        say("publishing the unit's program as Native AOT");
        await RunAsync(
            Dotnet.Path,
            ["publish", Project, "-c", "Release", "-p:PublishAot=true", $"-p:ArtifactsPath={Path.Combine(home.State, "native", "artifacts")}", "-o", Folder, "--nologo", "-v", "quiet"],
            stopping);
        var faiss = Path.Combine(Folder, "faiss_search");
        await RunAsync("g++", ["-O2", "-fopenmp", Source, "-o", faiss, "-lfaiss", "-l:libblas.so.3", "-l:liblapack.so.3"], stopping);
        var rows = new List<SearchRow>();
        var machine = default(SearchMachine);
        foreach (var entries in sizes)
        {
            say($"{entries} entries");
            var rounds = new List<(SearchTimes Ours, double Faiss)>();
            for (var round = 0; round < Rounds; round++)
            {
                (machine, var ours) = await OursAsync(entries, stopping);
                var runs = Math.Clamp(2_000_000 / entries, 10, 1_000).ToString(CultureInfo.InvariantCulture);
                var answer = await RunAsync(faiss, [entries.ToString(CultureInfo.InvariantCulture), runs], stopping);
                rounds.Add((ours, double.Parse(answer.Output, CultureInfo.InvariantCulture)));
            }
            rows.Add(new(
                entries,
                Median(rounds.Select(round => round.Ours.SearchUs)),
                Median(rounds.Select(round => round.Ours.ReadUs)),
                Median(rounds.Select(round => round.Faiss)),
                rounds[0].Ours.Bytes));
        }
        return new(machine!, rows);
    }

    private async Task<(SearchMachine Machine, SearchTimes Times)> OursAsync(int entries, CancellationToken stopping)
    {
        var report = Path.Combine(Folder, "search.json");
        var size = entries.ToString(CultureInfo.InvariantCulture);
        await RunAsync(Path.Combine(Folder, "Signpost.Edge.Appliance"), ["bench", "search", "--entries", size, "--report", report], stopping);
        var read = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(report, stopping), SearchJson.Default.SearchMachine)!;
        return (read, read.Searches[0]);
    }

    private async Task<ToolResult> RunAsync(string program, string[] arguments, CancellationToken stopping)
    {
        var result = await ToolRunner.RunAsync(program, arguments, stopping, home.Root, ("MSBUILDDISABLENODEREUSE", "1"));
        return result.ExitCode == 0
            ? result
            : throw new SetUpException($"{Path.GetFileName(program)} {arguments[0]} ended with code {result.ExitCode}: {result.LastLine}");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
