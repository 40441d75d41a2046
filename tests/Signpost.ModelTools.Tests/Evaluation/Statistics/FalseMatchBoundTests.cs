using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class FalseMatchBoundTests
{
    [Fact]
    public void Comparisons_PeopleWithSeveralPictures_AreThoseOfTheSlowCount()
    {
        int[] probes = [1, 3, 0, 2], references = [2, 1, 4, 1];
        var comparisons = new Comparisons(probes, references, onceEach: false);
        double total = 0, squares = 0;
        for (int first = 0; first < 4; first++)
        {
            double ofPerson = 0;
            for (int second = 0; second < 4; second++)
            {
                if (first == second)
                    continue;
                double pair = probes[first] * references[second] + probes[second] * references[first];
                Assert.Equal(pair, comparisons.OfPair(first, second));
                (ofPerson, total, squares) = (ofPerson + pair, total + pair / 2, squares + pair * pair / 2);
            }
            Assert.Equal(ofPerson, comparisons.OfPerson(first));
        }
        Assert.Equal(total, comparisons.Total);
        Assert.Equal(squares, comparisons.SumOfSquaredPairs);
        Assert.Equal(3, Comparisons.OneEach(3).Total);
        Assert.Equal(3, Comparisons.OneEach(3).SumOfSquaredPairs);
    }

    [Fact]
    public void DesignEffect_SmallCase_IsThatOfAllPairsOfComparisons()
    {
        // Twelve people with one picture each, 66 pairs, five of them false matches that share person 0.
        (int First, int Second)[] pairs = [.. Enumerable.Range(0, 12).SelectMany(first => Enumerable.Range(first + 1, 11 - first).Select(second => (first, second)))];
        double[] residuals = [.. pairs.Select(pair => (pair is (0, <= 5) ? 1 : 0) - 5 / 66.0)];
        double sum = 0;
        for (int one = 0; one < pairs.Length; one++)
        {
            for (int other = 0; other < pairs.Length; other++)
            {
                bool share = pairs[one].First == pairs[other].First || pairs[one].First == pairs[other].Second
                    || pairs[one].Second == pairs[other].First || pairs[one].Second == pairs[other].Second;
                sum += share ? residuals[one] * residuals[other] : 0;
            }
        }
        double expected = sum / (66 * (5 / 66.0) * (61 / 66.0));
        Assert.Equal(expected, Effect([(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)], 12), 1e-9);
        Assert.True(expected > 1);
    }

    [Fact]
    public void Rate_EverybodyDrawnOnce_IsTheRateItself() =>
        Assert.Equal(2 / 6.0, PairBootstrap.Rate([(0, 1), (2, 3)], [1, 1, 1, 1]));

    [Fact]
    public void Upper_NoneSeen_IsTheRuleOfThreeOnTheEffectiveCount()
    {
        Assert.Equal(Binomial.UpperBound(0, 1_000_000), FalseMatchBound.Upper(new Proportion(0, 1_000_000), 1), 1e-12);
        Assert.Equal(Binomial.UpperBound(0, 250_000), FalseMatchBound.Upper(new Proportion(0, 1_000_000), 4), 1e-12);
    }

    [Fact]
    public void DesignEffect_PairsThatClusterInOnePerson_IsLarge()
    {
        // One person, of 200 with one picture each, is like 60 others.
        double effect = Effect([.. Enumerable.Range(1, 60).Select(other => (0, other))], 200);
        Assert.True(effect > 10);
        Assert.True(FalseMatchBound.Upper(new Proportion(60, 19_900), effect) > 1.5 * Binomial.UpperBound(60, 19_900));
    }

    [Fact]
    public void DesignEffect_PairsThatShareNobody_IsOne() =>
        Assert.Equal(1, Effect([.. Enumerable.Range(0, 60).Select(pair => (2 * pair, 2 * pair + 1))], 2000), 0.02);

    [Fact]
    public void DesignEffect_SamePairAgainAndAgain_IsHowOften() =>
        Assert.Equal(
            4, FalseMatchBound.DesignEffect(
                [.. Enumerable.Range(0, 40).Select(match => new NonMatedPair(2 * (match / 4), 2 * (match / 4) + 1, 0.5f))],
                new Comparisons([.. Enumerable.Repeat(2, 5000)], [.. Enumerable.Repeat(2, 5000)], onceEach: true)), 0.05);

    private static double Effect((int First, int Second)[] wrong, int people) => FalseMatchBound.DesignEffect(
        [.. wrong.Select(pair => new NonMatedPair(pair.First, pair.Second, 0.5f))], Comparisons.OneEach(people));
}
