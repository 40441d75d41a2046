using CsCheck;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class OpenSetScoresTests
{
    private static readonly Gen<Search> AnySearch = Gen.Select(
        Gen.Int[0, 5], Gen.Frequency((9, Gen.Int[-20, 20].Select(score => score / 20f)), (1, Gen.Const(float.NegativeInfinity))), Gen.Bool,
        (person, score, right) => new Search(person, score, right && float.IsFinite(score)));

    [Fact]
    public void Rates_HandMadeScores_AreThoseOfTheDefinition()
    {
        var scores = new OpenSetScores(
            [new(0, 0.9f, true), new(0, 0.5f, true), new(1, 0.8f, false), new(2, float.NegativeInfinity, false)],
            [.. Enumerable.Range(1, 10).Select(index => new Search(index, index / 20f, Right: false))]);
        Assert.Equal(new Proportion(2, 4), scores.FirstRank);
        Assert.Equal(new Proportion(1, 4), scores.TruePositives(0.6f));
        Assert.Equal(new Proportion(2, 10), scores.FalsePositives(0.45f));
        float threshold = scores.ThresholdFor(0.1);
        Assert.Equal(0.1, scores.FalsePositives(threshold).Rate);
        Assert.True(threshold is > 0.45f and <= 0.5f);
    }

    [Fact]
    public void Rates_ProbeWithoutAFace_CountsAsSearched()
    {
        var scores = new OpenSetScores([], [new(0, float.NegativeInfinity, false), new(1, 0.9f, false)]);
        Assert.Equal(0.5, scores.FalsePositives(0.5f).Rate);
    }

    [Fact]
    public void ThresholdFor_AnyScores_IsTheLowestThatKeepsTheRate() => AnySearch.Array[1, 60].Sample(searches =>
    {
        var scores = new OpenSetScores([], [.. searches.Select(search => search with { Right = false })]);
        foreach (double fpir in new[] { 0.01, 0.1, 0.3, 0.9 })
        {
            float threshold = scores.ThresholdFor(fpir);
            Assert.True(scores.FalsePositives(threshold).Rate <= fpir);
            // Any lower score of the data itself would break it.
            float[] lower = [.. searches.Select(search => search.Score).Where(score => float.IsFinite(score) && score < threshold)];
            Assert.True(lower.Length == 0 || scores.FalsePositives(lower.Max()).Rate > fpir);
        }
    });

    [Fact]
    public void TruePositiveRate_PeopleDrawn_IsThatOfTheSearchesRepeated() =>
        Gen.Select(AnySearch.Array[1, 30], AnySearch.Array[1, 30], Gen.Int).Sample((mated, strangers, seed) =>
        {
            Search[] nonMated = [.. strangers.Select(search => search with { Right = false })];
            var scores = new OpenSetScores(mated, nonMated);
            var random = new Random(seed);
            int[][] weights = [.. scores.Groups.Select(people => Enumerable.Range(0, people).Select(_ => random.Next(3)).ToArray())];
            var repeated = new OpenSetScores(Repeat(mated, weights[0]), Repeat(nonMated, weights[1]));
            foreach (double fpir in new[] { 0.05, 0.3 })
            {
                double expected = repeated.Mated == 0 ? 0 : repeated.TruePositives(repeated.ThresholdFor(fpir)).Rate;
                Assert.Equal(expected, scores.TruePositiveRate(fpir, weights), 1e-12);
            }
        });

    [Fact]
    public void Curve_AnyScores_AgreesWithTheRatesAtItsThresholds() => Gen.Select(AnySearch.Array[1, 40], AnySearch.Array[1, 40]).Sample((mated, strangers) =>
    {
        var scores = new OpenSetScores(mated, [.. strangers.Select(search => search with { Right = false })]);
        DetPoint[] curve = [.. scores.Curve()];
        foreach (DetPoint point in curve)
        {
            Assert.Equal(scores.FalsePositives(point.Threshold).Rate, point.Fpir, 1e-12);
            Assert.Equal(1 - scores.TruePositives(point.Threshold).Rate, point.Fnir, 1e-12);
        }
        Assert.Equal(curve.Length, strangers.Select(search => search.Score).Where(float.IsFinite).Distinct().Count());
    });

    [Fact]
    public void Unsupported_TooFewSearches_SaysHowManyAreNeeded()
    {
        var scores = new OpenSetScores([], [.. Enumerable.Range(0, 2053).Select(person => new Search(person, 0, Right: false))]);
        Assert.Null(OperatingPoint.Unsupported(scores, 0.001));
        Assert.Contains("6000 are needed", OperatingPoint.Unsupported(scores, 1.0 / 6000), StringComparison.Ordinal);
    }

    [Fact]
    public void PairedPoint_TheSameScoresTwice_DifferByNothing()
    {
        var scores = new OpenSetScores(
            [.. Enumerable.Range(0, 50).Select(person => new Search(person, person / 50f, Right: true))],
            [.. Enumerable.Range(0, 50).Select(person => new Search(person, person / 100f, Right: false))]);
        var point = PairedPoint.Of(scores, scores, 0.1, new Sampling(100, 1));
        Assert.Equal((0, 0, 0), (point.Difference, point.DifferenceLow, point.DifferenceHigh));
    }

    [Fact]
    public void PairedPoint_BetterForEverybody_HasAnIntervalAboveNothing()
    {
        Search[] nonMated = [.. Enumerable.Range(0, 100).Select(person => new Search(person, person / 200f, Right: false))];
        var better = new OpenSetScores([.. Enumerable.Range(0, 100).Select(person => new Search(person, 0.9f, Right: true))], nonMated);
        var worse = new OpenSetScores([.. Enumerable.Range(0, 100).Select(person => new Search(person, person / 100f, Right: true))], nonMated);
        Assert.True(PairedPoint.Of(better, worse, 0.1, new Sampling(200, 1)).DifferenceLow > 0.2);
    }

    private static Search[] Repeat(Search[] searches, int[] weights) => [.. searches.SelectMany(search => Enumerable.Repeat(search, weights[search.Person]))];
}
