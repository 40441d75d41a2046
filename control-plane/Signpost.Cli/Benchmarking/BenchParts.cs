namespace Signpost.Cli.Benchmarking;

/// <summary>One part of the measurement.</summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Summary">For <c>--help</c>.</param>
/// <param name="MeasureAsync">Does it.</param>
internal sealed record BenchPart(string Name, string Summary, Func<BenchRun, BenchOptions, CancellationToken, Task<IReadOnlyList<BenchSection>>> MeasureAsync);

/// <summary>What can be asked of a part.</summary>
/// <param name="Streams">How many to try first.</param>
/// <param name="Seconds">How long they count.</param>
/// <param name="Starts">Cold starts of each program.</param>
/// <param name="Entries">Sizes of the gallery.</param>
internal sealed record BenchOptions(int Streams, int Seconds, int Starts, IReadOnlyList<int> Entries);

/// <summary>The parts, in the order of the page.</summary>
internal static class BenchParts
{
    public static IReadOnlyList<BenchPart> All { get; } =
    [
        new("stages", "Each stage by itself; the models and the pixels against yardsticks.", (run, _, stopping) => run.ProgramAsync("stages", [], stopping)),
        new("frame", "The whole frame path with 0, 5 and 20 people.", (run, _, stopping) => run.ProgramAsync("frame", [], stopping)),
        new("search", "The gallery search of the published program against FAISS and against reading the same bytes.", (run, options, stopping) => run.SearchAsync(options.Entries, stopping)),
        new("authority", "Verifying orders on the unit, and a watchlist of 10,000 entries from its compilation to the search.", (run, _, stopping) => run.ProgramAsync("authority", [], stopping)),
        new("records", "Appending to a unit's chain and to the log, and a log of a million records from its making to its check.", (run, _, stopping) => run.ProgramAsync("records", [], stopping)),
        new("streams", "1080p15 cameras that the cores keep up with.", (run, options, stopping) => run.ProgramAsync("streams", [$"{options.Streams}", $"{options.Seconds}"], stopping)),
        new("start", "Cold start to the first recognised face, and memory.", (run, options, stopping) => run.ColdStartAsync(options.Starts, stopping)),
    ];
}
