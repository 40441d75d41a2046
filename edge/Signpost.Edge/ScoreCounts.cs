namespace Signpost.Edge;

/// <summary>How the best scores of visits are spread; nothing of any single visit.</summary>
/// <param name="OrderId">The order in force.</param>
/// <param name="From">When counting began.</param>
/// <param name="To">When it ended.</param>
/// <param name="Entries">Length of the watchlist.</param>
/// <param name="Counts">Visits with a score below 0, then in ten steps of 0.1 up to 1.</param>
public sealed record ScoreCounts(Guid OrderId, DateTimeOffset From, DateTimeOffset To, int Entries, IReadOnlyList<uint> Counts);

/// <summary>When a histogram of scores may leave the unit: a pure function.</summary>
public static class ScoreRule
{
    /// <summary>Bins of a histogram.</summary>
    public const int Bins = 11;

    /// <summary>Told at most so often, and not before as many visits.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Visits that a histogram holds at least: among fewer, one could be picked out.</summary>
    public const int LeastVisits = 100;

    /// <summary>Entries that the watchlist has at least: a short list's scores would tell who passed.</summary>
    public const int LeastEntries = 20;

    /// <summary>Whether the histogram may be told: after an hour or a hundred visits, whichever is later, and never of a short list.</summary>
    public static bool MayTell(TimeSpan since, long visits, int entries) =>
        since >= Interval && visits >= LeastVisits && entries >= LeastEntries;

    /// <summary>The bin of a score; -1 for a number that is none.</summary>
    public static int Bin(float score) => float.IsNaN(score) ? -1 : score < 0 ? 0 : 1 + Math.Min(Bins - 2, (int)(score * 10));
}
