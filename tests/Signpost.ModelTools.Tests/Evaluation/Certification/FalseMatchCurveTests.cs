using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class FalseMatchCurveTests
{
    private static readonly float[] Thresholds = [0.3f, 0.4f, 0.5f, 0.6f];

    [Fact]
    public void Of_FewerFalseMatchesAboveEachThreshold_HasBoundsThatFallAndNeverReachNothing()
    {
        FalseMatchCurve curve = Curve(100);
        Assert.Equal([75, 50, 25, 0], curve.Points.Select(point => point.FalseMatches));
        Assert.All(curve.Points, point => Assert.Equal(44_850, point.Comparisons));
        Assert.All(curve.Points, point => Assert.True(point.FmrUpper95 > point.Fmr && point.FmrUpper95 > 0));
        Assert.Equal(curve.Points.Select(point => point.FmrUpper95).OrderDescending(), curve.Points.Select(point => point.FmrUpper95));
        // With none seen the last design effect that could be seen counts on.
        Assert.Equal(curve.Points[2].DesignEffect, curve.Points[3].DesignEffect);
        Assert.Equal(Binomial.UpperBound(0, 44_850 / curve.Points[3].DesignEffect), curve.Points[3].FmrUpper95, 1e-9);
    }

    [Fact]
    public void Of_SamePairs_IsTheSameEachTime() => Assert.Equal(Curve(100).Points, Curve(100).Points);

    [Fact]
    public void IsWorseThan_MoreFalseMatches_DecidesAtTheHighestThresholdWithEnough()
    {
        Assert.True(Curve(200).IsWorseThan(Curve(100)));
        Assert.False(Curve(100).IsWorseThan(Curve(200)));
    }

    // 300 people with one picture each; pairs of neighbours, a quarter of them above each threshold.
    private static FalseMatchCurve Curve(int pairs)
    {
        IEnumerable<NonMatedPair> high = Enumerable.Range(0, pairs).Select(pair => new NonMatedPair(pair, pair + 1, 0.2f + 0.4f * (pair + 0.5f) / pairs));
        return FalseMatchCurve.Of("made up", new NonMatedComparisons(44_850, high), Comparisons.OneEach(300), Thresholds);
    }
}
