using CsCheck;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class PairScoresTests
{
    private static readonly Gen<(float Score, bool Mated)[]> AnyPairs = Gen.Select(Gen.Int[0, 20], Gen.Bool, (score, mated) => (score / 20f, mated)).Array[1, 60];

    [Fact]
    public void Rates_AnyScores_AreThoseOfTheSlowCount() => Gen.Select(AnyPairs, Gen.Int[0, 21]).Sample((pairs, at) =>
    {
        var scores = new PairScores(pairs);
        float threshold = at / 20f;
        Assert.Equal(pairs.Count(pair => !pair.Mated && pair.Score >= threshold), scores.FalseMatches(threshold).Count);
        Assert.Equal(pairs.Count(pair => pair.Mated && pair.Score < threshold), scores.FalseNonMatches(threshold).Count);
        Assert.Equal(pairs.Count(pair => pair.Mated == pair.Score >= threshold), scores.Right(threshold).Count);
        float best = scores.BestThreshold();
        Assert.True(scores.Right(best).Count >= scores.Right(threshold).Count);
    });

    [Fact]
    public void ThresholdFor_AnyScores_IsTheLowestThatKeepsTheRate() => AnyPairs.Sample(pairs =>
    {
        var scores = new PairScores(pairs);
        float threshold = scores.ThresholdFor(0.1);
        Assert.True(scores.FalseMatches(threshold).Rate <= 0.1);
        float[] lower = [.. pairs.Where(pair => !pair.Mated && pair.Score < threshold).Select(pair => pair.Score)];
        Assert.True(lower.Length == 0 || scores.FalseMatches(lower.Max()).Rate > 0.1);
    });

    [Fact]
    public void EqualError_ScoresThatMirrorEachOther_IsWhereTheyCross()
    {
        var scores = new PairScores(
            [.. Enumerable.Range(0, 100).Select(index => (0.3f + index / 200f, true)), .. Enumerable.Range(0, 100).Select(index => (index / 200f, false))]);
        (float threshold, double rate) = scores.EqualError();
        Assert.Equal(0.2, rate, 0.011);
        Assert.Equal(0.4f, threshold, 0.011f);
    }

    [Fact]
    public void Folds_PairsThatAreEasyToTell_AreAllRightAndUseEveryPairOnce()
    {
        (float, bool)[] pairs = [.. Enumerable.Range(0, 60).Select(index => (index % 3 == 0 ? 0.1f : 0.9f, index % 3 != 0))];
        IReadOnlyList<FoldResult> folds = Folds.Run(pairs, 10);
        Assert.Equal(10, folds.Count);
        Assert.All(folds, fold => Assert.Equal(1, fold.Accuracy));
        Assert.Equal(60, folds.Sum(fold => fold.Pairs));
    }

    [Fact]
    public void Folds_OneFoldUnlikeTheOthers_IsJudgedAtTheirThreshold()
    {
        // The last tenth of the mated pairs scores below the strangers.
        (float, bool)[] pairs =
            [.. Enumerable.Range(0, 100).Select(index => (index < 90 ? 0.8f : 0.1f, true)), .. Enumerable.Range(0, 100).Select(_ => (0.3f, false))];
        Assert.Equal(0.5, Folds.Run(pairs, 10)[^1].Accuracy);
    }

    [Fact]
    public void Folds_MoreThanPairs_AreRefused() =>
        Assert.Throws<DataException>(() => Folds.Run([(0.5f, true), (0.1f, false)], 2));
}
