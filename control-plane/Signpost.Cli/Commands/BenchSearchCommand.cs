using System.CommandLine;
using System.Globalization;
using Signpost.Cli.Benchmarking;
using Signpost.Cli.Tools;
using Signpost.Trust;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost bench search</c>: the gallery search against FAISS and against reading.</summary>
internal static class BenchSearchCommand
{
    private const int MostEntries = 2_000_000;
    private const string Summary = "Measures the gallery search of the published program against FAISS IndexFlatIP and against a loop that only reads the same bytes.";

    private const string Lesson = """
        One thread each, nobody on the list, in turns on the same machine: read the ratios. A million entries take 4 GB of memory and some minutes.
        The unit's program is published as Native AOT, as it is shipped; FAISS comes from apt.

        Examples:
          signpost bench search                                   the table of docs/performance.md
          signpost bench search --entries 1000,10000 --report search.json
        """;

    public static Command Create()
    {
        var entries = new Option<string>("--entries") { Description = "Sizes of the gallery.", HelpName = "N,N,…", DefaultValueFactory = _ => "1000,10000,100000,1000000" };
        var report = new Option<string?>("--report") { Description = "Write the figures as JSON.", HelpName = "FILE" };
        entries.Validators.Add(result =>
        {
            if (Sizes(result.GetValueOrDefault<string>()!) is null) result.AddError($"--entries takes numbers from 1 to {MostEntries} with commas between them.");
        });
        var command = new TaughtCommand("search", Summary, Lesson) { entries, report };
        command.SetAction(async (parsed, stopping) =>
        {
            var result = await new SearchYardstick(SignpostHome.Find(), new DebianPackages(Say), Say).MeasureAsync(Sizes(parsed.GetValue(entries)!)!, stopping);
            Console.Out.WriteLine(result.ToMarkdown());
            if (parsed.GetValue(report) is { } file) AtomicFile.Write(Path.GetFullPath(file), result.ToJson(), AtomicFile.OwnerOnly);
            return ExitCode.Success;
        });
        return command;
    }

    private static int[]? Sizes(string text)
    {
        var sizes = text.Split(',').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return Array.TrueForAll(sizes, size => size is >= 1 and <= MostEntries) ? sizes : null;
    }

    // Standard output is for the table.
    private static void Say(string line) => Console.Error.WriteLine($"signpost: {line}");
}
