using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class FalseMatchBoundTests
{
    [Fact]
    public void Comparisons_PeopleWithSeveralPictures_AreThoseOfTheSlowCount()
    {
        int[] probes = [1, 3, 0, 2], references = [2, 1, 4, 1], weights = [2, 0, 1, 1];
        double expected = 0;
        for (int first = 0; first < 4; first++)
        {
            for (int second = 0; second < 4; second++)
                expected += first == second ? 0 : weights[first] * probes[first] * weights[second] * references[second];
        }
        Assert.Equal(expected, new Comparisons(probes, references, onceEach: false).Of(weights));
        Assert.Equal(3, Comparisons.OneEach.Of([1, 1, 1]));
    }

    [Fact]
    public void Rate_EverybodyDrawnOnce_IsTheRateItself() =>
        Assert.Equal(2 / 6.0, PairBootstrap.Rate([(0, 1), (2, 3)], [1, 1, 1, 1]));

    [Fact]
    public void Upper_NoneSeen_IsTheRuleOfThreeOnTheEffectiveCount()
    {
        double[] none = new double[100];
        Assert.Equal(Binomial.UpperBound(0, 1_000_000), FalseMatchBound.Upper(0, 1_000_000, none), 1e-12);
        Assert.Equal(Binomial.UpperBound(0, 250_000), FalseMatchBound.Upper(0, 1_000_000, none, designEffect: 4), 1e-12);
    }

    [Fact]
    public void Upper_PairsThatClusterInOnePerson_IsAboveTheBinomialBound()
    {
        // One person, of 200 with one picture each, is like 60 others.
        (int, int)[] wrong = [.. Enumerable.Range(1, 60).Select(other => (0, other))];
        double[] replicates = new Sampling(1000, 1).Replicate([200], weights => PairBootstrap.Rate(wrong, weights[0]));
        Assert.True(FalseMatchBound.DesignEffect(60, 19_900, replicates) > 10);
        Assert.True(FalseMatchBound.Upper(60, 19_900, [.. replicates]) > 1.5 * Binomial.UpperBound(60, 19_900));
    }

    [Fact]
    public void DesignEffect_PairsThatShareNobody_IsSmall()
    {
        (int, int)[] wrong = [.. Enumerable.Range(0, 60).Select(pair => (2 * pair, 2 * pair + 1))];
        double[] replicates = new Sampling(1000, 1).Replicate([2000], weights => PairBootstrap.Rate(wrong, weights[0]));
        // The pigeonhole bootstrap counts each side's draw: three times the variance of a single pair, and no more.
        Assert.InRange(FalseMatchBound.DesignEffect(60, 1_999_000, replicates), 1, 4);
    }
}
