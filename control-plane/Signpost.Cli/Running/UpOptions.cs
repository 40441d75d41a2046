namespace Signpost.Cli.Running;

/// <summary>What was asked of <c>up</c>.</summary>
/// <param name="Units">How many; null: two, or one for each source.</param>
/// <param name="Sources">Videos, streams and patterns in place of the simulated scene.</param>
/// <param name="Watchlist">Folder with a folder for each person; null: the demonstration's two.</param>
/// <param name="For">How long, from the moment when every unit recognises; null: until it is stopped.</param>
internal sealed record UpOptions(
    int? Units,
    IReadOnlyList<string> Sources,
    string? Watchlist,
    int Seed,
    string Data,
    int? ConsolePort,
    bool Headless,
    TimeSpan? For,
    string? Report);
