using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>
/// Looks over a list before an order is drafted from it, and on demand. Comparing is done once for each revision of a list and remembered (places and scores, no template); the
/// rest is looked at every time.
/// </summary>
internal sealed class WatchlistLint(DataKeys keys, IPhotographGate gate, PackCertification certification, Cohort cohort, LintOptions options)
{
    private const int Remembered = 32;
    private readonly ConcurrentDictionary<Guid, (long Revision, ScoreFindings Scores)> compared = [];

    /// <param name="until">Entries that expire before are named.</param>
    public async Task<LintReport> RunAsync(ControlPlaneDb db, Watchlist list, DateTimeOffset now, DateTimeOffset until, CancellationToken cancel)
    {
        using var open = keys.Open(db);
        var key = await open.OfAsync(list.Id, cancel);
        var entries = await db.Entries.AsNoTracking().Where(x => x.WatchlistId == list.Id && x.Status != EntryStatus.Withdrawn).OrderBy(x => x.Id).ToListAsync(cancel);
        var pictured = (await db.EntryImages.Where(x => db.Entries.Any(entry => entry.Id == x.EntryId && entry.WatchlistId == list.Id)).Select(x => x.EntryId).ToListAsync(cancel)).ToHashSet();
        List<LintFinding> findings = [];
        foreach (var entry in entries) findings.AddRange(FactFindings.Of(entry, Gaps(entry, key, pictured), gate.PackDigest.Span, now, until, options));
        ScoreBand? band = null;
        // Templates of another pack cannot be compared.
        var comparable = entries.FindAll(x => pictured.Contains(x.Id) && gate.PackDigest.Span.SequenceEqual(x.PackDigest));
        if (certification.Certificate.Succeeded(out var certificate, out _))
        {
            band = ScoreBand.Of(certificate, entries.Count);
            findings.AddRange(Describe(await CompareAsync(db, list, comparable, key, band.Value, cancel), comparable, band.Value));
        }

        var known = (await db.Acknowledged.Where(x => x.WatchlistId == list.Id).Select(x => x.FindingId).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        return new LintReport(
            list.Id, now, until, entries.Count, cohort.Count, band?.LookAlikes, band?.Duplicates,
            [.. findings.OrderBy(x => x.Severity).ThenBy(x => x.Kind).Select(x => x with { Acknowledged = x.Severity == FindingSeverity.Warning && known.Contains(x.Id) })]);
    }

    /// <summary>One answer with everything that stands against drafting; null: nothing does.</summary>
    public static Problem? Check(LintReport report)
    {
        var errors = report.Findings.Where(x => x.Severity == FindingSeverity.Error).ToList();
        if (errors.Count > 0)
        {
            return Problem.Conflict("watchlist.gaps", $"The list cannot be compiled: {string.Join(' ', errors.Select(x => x.Text))}") with
            {
                Facts = errors.ToDictionary(x => x.Id, x => x.Text, StringComparer.Ordinal),
            };
        }

        var open = report.Findings.Where(x => !x.Acknowledged).ToList();
        return open.Count == 0
            ? null
            : Problem.Conflict("watchlist.not-acknowledged", $"The author has not acknowledged {open.Count} of the list's warnings: {string.Join(' ', open.Take(20).Select(x => x.Text))}") with
            {
                Facts = open.ToDictionary(x => x.Id, x => x.Text, StringComparer.Ordinal),
            };
    }

    private static IReadOnlyList<string> Gaps(WatchlistEntry entry, DataKey key, HashSet<Guid> pictured)
    {
        try
        {
            var gaps = EntryRules.Gaps(EntryDetails.Open(key, entry.Id, entry.Details), entry.Category, entry.LegalBasis, entry.ImageDate, entry.IsUnder18);
            return pictured.Contains(entry.Id) ? gaps : [.. gaps, "no photograph"];
        }
        catch (CryptographicException)
        {
            return ["details that its key does not open"];
        }
    }

    private async Task<ScoreFindings> CompareAsync(
        ControlPlaneDb db, Watchlist list, List<WatchlistEntry> entries, DataKey key, ScoreBand band, CancellationToken cancel)
    {
        if (compared.TryGetValue(list.Id, out var known) && known.Revision == list.Revision) return known.Scores;
        List<float[]> opened = [];
        try
        {
            var templates = await db.EntryImages
                .Where(x => db.Entries.Any(entry => entry.Id == x.EntryId && entry.WatchlistId == list.Id))
                .Select(x => new { x.EntryId, x.Template })
                .ToDictionaryAsync(x => x.EntryId, x => x.Template, cancel);
            opened.AddRange(entries.Select(x => Templates.Open(key, x.Id, templates[x.Id])));
            var scores = await Task.Run(
                () => ScoreFindings.Find(gate.TemplateLength, opened.ConvertAll(x => (ReadOnlyMemory<float>)x), band, cohort, options.LambSignificance, cancel), cancel);
            if (compared.Count >= Remembered) compared.Clear();
            compared[list.Id] = (list.Revision, scores);
            return scores;
        }
        finally
        {
            Templates.Zero(opened);
        }
    }

    private IEnumerable<LintFinding> Describe(ScoreFindings scores, List<WatchlistEntry> entries, ScoreBand band)
    {
        foreach (var pair in scores.Duplicates)
        {
            yield return Pair(
                FindingKind.Duplicate, pair,
                (a, b) => $"{a} and {b} score {Number(pair.Score)} against each other, as one person does (from {Number(band.Duplicates)}): two entries are two chances of a false alert.", Remedy.RemoveOne);
        }

        foreach (var pair in scores.LookAlikes)
        {
            yield return Pair(
                FindingKind.LookAlikes, pair,
                (a, b) => $"{a} and {b} score {Number(pair.Score)} against each other (from {Number(band.LookAlikes)} an order of this list may take one for the other): operators have to look twice.", Remedy.Look);
        }

        foreach (var lamb in scores.Lambs)
        {
            var entry = entries[lamb.Entry];
            yield return FactFindings.Make(
                FindingKind.Lamb, FindingSeverity.Warning, [entry],
                $"{entry.Reference} matches {lamb.Count} of the cohort's {cohort.Count} at {Number(band.LookAlikes)}, where at most about {Expected(cohort.Count * band.FmrUpper)} are to be expected: many passers-by will look like it.",
                Remedy.Replace, lamb.Highest);
        }

        LintFinding Pair(FindingKind kind, ScoredPair pair, Func<string, string, string> text, Remedy remedy)
        {
            var (first, second) = (entries[pair.First], entries[pair.Second]);
            return FactFindings.Make(kind, FindingSeverity.Warning, [first, second], text(first.Reference, second.Reference), remedy, pair.Score);
        }
    }

    private static string Number(float score) => score.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Expected(double count) => count.ToString(count < 1 ? "0.##" : "0.#", CultureInfo.InvariantCulture);
}
