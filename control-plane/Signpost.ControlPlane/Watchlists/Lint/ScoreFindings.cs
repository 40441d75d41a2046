using System.Collections.Concurrent;

namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>Two entries by their places in the list, the lower first.</summary>
internal readonly record struct ScoredPair(int First, int Second, float Score);

/// <summary>An entry that so many of a cohort match.</summary>
internal readonly record struct CohortMatches(int Entry, int Count, float Highest);

/// <summary>What comparing shows. Of each entry its closest double and its closest look-alike are named, so that a list of ten thousand doubles stays readable.</summary>
internal sealed record ScoreFindings(IReadOnlyList<ScoredPair> Duplicates, IReadOnlyList<ScoredPair> LookAlikes, IReadOnlyList<CohortMatches> Lambs)
{
    public static ScoreFindings Find(
        int templateLength, IReadOnlyList<ReadOnlyMemory<float>> templates, ScoreBand band, Cohort cohort, double significance, CancellationToken cancel)
    {
        using var blocks = new TemplateBlocks(templateLength, templates);
        ConcurrentDictionary<(int, int), float> duplicates = [], lookAlikes = [];
        ConcurrentBag<CohortMatches> lambs = [];
        // Each of the list's entries is one more chance that a harmless one stands out.
        var most = CohortStatistics.MostByChance(cohort.Count * band.FmrUpper, significance / Math.Max(1, templates.Count));
        Parallel.For(0, templates.Count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, entry =>
        {
            (int Other, float Score) twin = (-1, -1), alike = (-1, -1);
            blocks.AtLeast(templates[entry].Span, band.LookAlikes, entry, (other, score) =>
            {
                if (score >= band.Duplicates && score > twin.Score) twin = (other, score);
                else if (score < band.Duplicates && score > alike.Score) alike = (other, score);
            });
            Keep(duplicates, entry, twin);
            Keep(lookAlikes, entry, alike);
            var matches = cohort.AtLeast(templates[entry].Span, band.LookAlikes);
            if (matches.Count > most) lambs.Add(new CohortMatches(entry, matches.Count, matches.Highest));
        });
        return new ScoreFindings(Sorted(duplicates), Sorted(lookAlikes), [.. lambs.OrderByDescending(x => x.Count).ThenBy(x => x.Entry)]);
    }

    private static void Keep(ConcurrentDictionary<(int, int), float> pairs, int entry, (int Other, float Score) closest)
    {
        if (closest.Other >= 0) pairs[(Math.Min(entry, closest.Other), Math.Max(entry, closest.Other))] = closest.Score;
    }

    private static List<ScoredPair> Sorted(ConcurrentDictionary<(int, int), float> pairs) =>
        [.. pairs.Select(x => new ScoredPair(x.Key.Item1, x.Key.Item2, x.Value)).OrderByDescending(x => x.Score).ThenBy(x => x.First).ThenBy(x => x.Second)];
}

/// <summary>How many matches of a cohort are chance.</summary>
internal static class CohortStatistics
{
    /// <summary>The least count that is exceeded with a chance of at most <paramref name="significance"/>, where <paramref name="expected"/> are expected (Poisson).</summary>
    public static int MostByChance(double expected, double significance)
    {
        var term = Math.Exp(-expected);
        var below = term;
        var count = 0;
        while (1 - below > significance && count < 1_000_000)
        {
            count++;
            term *= expected / count;
            below += term;
            // What is left of the sum is below what a double can tell from 1.
            if (count > expected && term < 1e-17) break;
        }

        return count;
    }
}
