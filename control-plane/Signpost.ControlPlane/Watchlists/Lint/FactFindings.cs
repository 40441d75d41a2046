using System.Globalization;

namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>What an entry's own facts show, without comparing it. Pure.</summary>
internal static class FactFindings
{
    /// <param name="gaps">What it lacks (<see cref="EntryRules.Gaps"/>), or that it cannot be opened.</param>
    public static IEnumerable<LintFinding> Of(
        WatchlistEntry entry, IReadOnlyList<string> gaps, ReadOnlySpan<byte> pack, DateTimeOffset now, DateTimeOffset until, LintOptions options)
    {
        List<LintFinding> found = [];
        if (gaps.Count > 0) Error(FindingKind.Incomplete, $"{entry.Reference} has {string.Join(", ", gaps)}.", Remedy.Replace);
        if (entry.Status == EntryStatus.Suspended)
            Error(FindingKind.Suspended, entry.Rejections < EntrySuspensions.RejectionsThatSuspend
                ? $"{entry.Reference} was suspended, and nobody has decided since."
                : $"{entry.Reference} is suspended: {entry.Rejections} of its alerts were rejected, and nobody has decided since.", Remedy.Decide);
        if (entry.ExpiresAt <= now) Error(FindingKind.Expired, $"{entry.Reference} expired at {entry.ExpiresAt:u}.", Remedy.Replace);
        else if (entry.ExpiresAt < until) Warning(FindingKind.Expiring, $"{entry.Reference} expires at {entry.ExpiresAt:u}; the whole list ends with it.", Remedy.Replace);
        if (!pack.SequenceEqual(entry.PackDigest))
            Error(FindingKind.OtherPack, $"{entry.Reference} was enrolled with another model pack, whose scores mean nothing to this one.", Remedy.Reenrol);
        Quality();
        return found;

        void Error(FindingKind kind, string text, Remedy remedy) => found.Add(Make(kind, FindingSeverity.Error, [entry], text, remedy, null));

        void Warning(FindingKind kind, string text, Remedy remedy) => found.Add(Make(kind, FindingSeverity.Warning, [entry], text, remedy, null));

        void Quality()
        {
            // Written so that NaN is poor.
            if (!(entry.InterEyeDistance >= options.Gate.InterEyeDistance && entry.Sharpness >= options.Gate.Sharpness))
            {
                Error(
                    FindingKind.PoorQuality,
                    $"{entry.Reference}'s photograph would be refused today: eyes {Text(entry.InterEyeDistance)} px apart (at least {Text(options.Gate.InterEyeDistance)}), sharpness {Text(entry.Sharpness)} of 100 (at least {Text(options.Gate.Sharpness)}).",
                    Remedy.Replace);
            }
            else if (!(entry.Quality >= options.LeastQuality && entry.InterEyeDistance >= options.LeastInterEyeDistance))
            {
                Warning(
                    FindingKind.PoorQuality,
                    $"{entry.Reference}'s photograph is poor: quality {Text(entry.Quality)} of 100 (a good portrait has 50 to 70), eyes {Text(entry.InterEyeDistance)} px apart.",
                    Remedy.Replace);
            }
        }
    }

    public static LintFinding Make(FindingKind kind, FindingSeverity severity, IReadOnlyList<WatchlistEntry> entries, string text, Remedy remedy, float? score) => new(
        string.Join(':', entries.Select(x => x.Reference).Order(StringComparer.Ordinal).Prepend(Name(kind))), kind, severity, [.. entries.Select(x => x.Id)], text, remedy, score,
        Acknowledged: false);

    private static string Name(FindingKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
