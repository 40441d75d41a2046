using System.CommandLine;
using System.Globalization;
using Signpost.Cli.Benchmarking;
using Signpost.Cli.Fetching;
using Signpost.Cli.Tools;
using Signpost.Trust;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost bench</c>: how fast a unit is on this machine, as tables that stand in <c>docs/performance.md</c>.</summary>
internal static class BenchCommand
{
    private const int MostEntries = 2_000_000;
    private const string Summary = "Measures how fast a unit is on this machine and prints the tables of docs/performance.md.";

    private const string Lesson = """
        Parts, in this order when none is named (about ten minutes; leave the machine alone meanwhile):
          stages    milliseconds and bytes a stage; the pack's models against the upstream files; pixels against OpenCV
          frame     frames a second and core at 720p and 1080p with 0, 5 and 20 people
          search    the gallery search of the published unit against FAISS and against reading the same bytes
          streams   how many 1080p15 cameras the cores keep up with, decoding included
          start     cold start of a unit to its first recognised face, and its memory, with and without Native AOT

        Examples:
          signpost bench                                    everything; the Markdown goes to standard output
          signpost bench --report bench.json > tables.md    the same, and the figures for a machine to read
          signpost bench --page docs/performance.md         the same, and the tables into the page
          signpost bench streams --streams 4 --seconds 30   try four cameras first, for half a minute
          signpost bench search --entries 1000,10000        galleries of these sizes (a million entries take 4 GB and a minute)
          signpost bench suite --filter '*Stage*'           the same code under BenchmarkDotNet, a minute a class

        Times are the processor time of the thread that works, so that a busy machine does not lengthen them; 'streams' and 'start' are by
        the clock and need a quiet machine. Ratios are of the same run. Portraits, models and tools that are missing are fetched with
        npm and apt. Exit code: 0 measured; 2 it could not, and a line says why.
        """;

    public static Command Create()
    {
        var report = new Option<string?>("--report") { Description = "Write the figures as JSON.", HelpName = "FILE", Recursive = true };
        var page = new Option<string?>("--page") { Description = "Write the tables into this page, after its marker.", HelpName = "FILE", Recursive = true };
        var streams = new Option<int>("--streams") { Description = "How many streams to try first (1 to 16).", HelpName = "N", DefaultValueFactory = _ => 8, Recursive = true };
        var seconds = new Option<int>("--seconds") { Description = "How long the streams count (5 to 600).", HelpName = "N", DefaultValueFactory = _ => 20, Recursive = true };
        var starts = new Option<int>("--starts") { Description = "Cold starts of each program (1 to 50).", HelpName = "N", DefaultValueFactory = _ => 5, Recursive = true };
        var entries = new Option<string>("--entries") { Description = "Sizes of the gallery to search.", HelpName = "N,N,…", DefaultValueFactory = _ => "1000,10000,100000,1000000", Recursive = true };
        entries.Validators.Add(result =>
        {
            if (Sizes(result.GetValueOrDefault<string>()!) is null) result.AddError($"--entries takes numbers from 1 to {MostEntries} with commas between them.");
        });
        streams.AddRange(1, 16);
        seconds.AddRange(5, 600);
        starts.AddRange(1, 50);
        var command = new TaughtCommand("bench", Summary, Lesson) { report, page, streams, seconds, starts, entries };
        command.SetAction((parsed, stopping) => RunAsync(BenchParts.All, parsed, stopping));
        foreach (var part in BenchParts.All)
        {
            var one = new TaughtCommand(part.Name, part.Summary, Lesson);
            one.SetAction((parsed, stopping) => RunAsync([part], parsed, stopping));
            command.Add(one);
        }
        command.Add(Suite());
        return command;

        async Task<int> RunAsync(IReadOnlyList<BenchPart> parts, ParseResult parsed, CancellationToken stopping)
        {
            var options = new BenchOptions(parsed.GetValue(streams), parsed.GetValue(seconds), parsed.GetValue(starts), Sizes(parsed.GetValue(entries)!)!);
            var result = await Run().RunAsync(parts, options, stopping);
            var tables = MarkdownTables.Of(result);
            Console.Out.WriteLine(tables);
            if (parsed.GetValue(page) is { } target) ResultsPage.Write(target, tables);
            if (parsed.GetValue(report) is { } file) AtomicFile.Write(Path.GetFullPath(file), result.ToJson(), AtomicFile.OwnerOnly);
            return ExitCode.Success;
        }
    }

    private static TaughtCommand Suite()
    {
        var rest = new Argument<string[]>("arguments") { Description = "BenchmarkDotNet's own.", Arity = ArgumentArity.ZeroOrMore };
        var suite = new TaughtCommand("suite", "Runs the BenchmarkDotNet suite.", Lesson) { rest };
        suite.TreatUnmatchedTokensAsErrors = false;
        suite.SetAction((parsed, stopping) => Run().RunSuiteAsync([.. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens], stopping));
        return suite;
    }

    private static int[]? Sizes(string text)
    {
        var sizes = text.Split(',').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return Array.TrueForAll(sizes, size => size is >= 1 and <= MostEntries) ? sizes : null;
    }

    private static BenchRun Run()
    {
        var home = SignpostHome.Find();
        var packages = new PackageStore(home, new NpmClient(), Say);
        return new(home, packages, new ModelPack(home, packages, Say), new DebianPackages(Say), Say);
    }

    private static void AddRange(this Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        var value = result.GetValueOrDefault<int>();
        if (value < least || value > most) result.AddError($"{option.Name}: is {value}, expected {least} to {most}");
    });

    // Standard output is for the tables.
    private static void Say(string line) => Console.Error.WriteLine($"signpost: {line}");
}
