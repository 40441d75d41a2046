using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Watchlists;
using Signpost.ControlPlane.Watchlists.Lint;
using Signpost.Recognition;

namespace Signpost.ControlPlane.Tests.Watchlists.Lint;

public sealed class ScoreFindingsTests
{
    private static readonly ScoreBand Band = new(0.4f, 0.7f, 1e-4);

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(700)]
    public void Find_AsTheSlowTwinDoes(int entries)
    {
        // Twenty faces, each several times and more or less alike, in a seeded order.
        var random = new Random(entries);
        var templates = Enumerable.Range(0, entries).Select(i => (ReadOnlyMemory<float>)Near(random.Next(20), 0.3f + 0.65f * (float)random.NextDouble(), i)).ToList();
        var found = ScoreFindings.Find(512, templates, Band, new Cohort(null), 0.01, default);
        var (duplicates, lookAlikes) = Slowly(templates);
        Assert.Equal(duplicates, found.Duplicates.Select(x => (x.First, x.Second)).ToHashSet());
        Assert.Equal(lookAlikes, found.LookAlikes.Select(x => (x.First, x.Second)).ToHashSet());
        Assert.Empty(found.Lambs);
        Assert.Equal(entries > 200, duplicates.Count > 10 && lookAlikes.Count > 10);
    }

    [Theory]
    [InlineData(0, 0.01, 0)]
    [InlineData(0.1, 0.01, 1)]
    [InlineData(1, 0.01, 4)]
    [InlineData(10, 0.01, 18)]
    [InlineData(1, 1e-6, 9)]
    public void MostByChance_IsThePoissonQuantile(double expected, double significance, int most) => Assert.Equal(most, CohortStatistics.MostByChance(expected, significance));

    [Fact]
    public void Band_LongerLists_AskForMore()
    {
        var certificate = TestCertificate.Of(StandInGate.Digest);
        Assert.Equal((0.4f, 0.45f), (ScoreBand.Of(certificate, 2).LookAlikes, ScoreBand.Of(certificate, 2).Duplicates));
        Assert.Equal((0.45f, 0.45f), (ScoreBand.Of(certificate, 1000).LookAlikes, ScoreBand.Of(certificate, 1000).Duplicates));
    }

    [Fact]
    public void Budget_SaysWhatEachThresholdAllows()
    {
        var budget = WatchlistBudget.Of(TestCertificate.Of(StandInGate.Digest), 10);
        Assert.Equal([0.4f, 0.45f], budget.Rows.Select(x => x.Threshold));
        Assert.Equal((1, 8), (budget.Rows[0].LargestList, budget.Rows[0].LargestListAtMost));
        Assert.Equal(0.45f, budget.WithinPolicy!.Threshold);
        Assert.Equal(10 * 15_000 * budget.Rows[0].FmrUpper95, budget.Rows[0].FalseAlertsADay, 1e-9);
    }

    private static (HashSet<(int, int)> Duplicates, HashSet<(int, int)> LookAlikes) Slowly(List<ReadOnlyMemory<float>> templates)
    {
        HashSet<(int, int)> duplicates = [], lookAlikes = [];
        for (var i = 0; i < templates.Count; i++)
        {
            var others = Enumerable.Range(0, templates.Count).Where(j => j != i).Select(j => (Index: j, Score: Template.Compare(templates[i].Span, templates[j].Span))).ToList();
            Add(duplicates, i, others.Where(x => x.Score >= Band.Duplicates));
            Add(lookAlikes, i, others.Where(x => x.Score >= Band.LookAlikes && x.Score < Band.Duplicates));
        }

        return (duplicates, lookAlikes);

        static void Add(HashSet<(int, int)> pairs, int i, IEnumerable<(int Index, float Score)> others)
        {
            if (others.OrderByDescending(x => x.Score).ThenBy(x => x.Index).Select(x => (int?)x.Index).FirstOrDefault() is { } j) pairs.Add((Math.Min(i, j), Math.Max(i, j)));
        }
    }

    private static float[] Near(int person, float score, int seed)
    {
        var (model, other) = (StandInGate.Of($"person {person}"), StandInGate.Of($"noise {seed}"));
        for (var i = 0; i < other.Length; i++) other[i] = score * model[i] + MathF.Sqrt(1 - score * score) * other[i];
        Template.Normalise(other);
        return other;
    }
}
