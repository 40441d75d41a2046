using CsCheck;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class BinomialTests
{
    /// <summary>The first is printed in R's documentation of binom.test (Mendel's peas); the others stand in tables of exact limits.</summary>
    [Theory]
    [InlineData(682, 925, 0.7076683, 0.7654066)]
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(2, 20, 0.0123, 0.3170)]
    public void Interval_PublishedCases_AreThePublishedLimits(int count, int trials, double low, double high)
    {
        Interval interval = Binomial.Interval(count, trials);
        Assert.Equal(low, interval.Low, low > 0.7 ? 1e-7 : 5e-5);
        Assert.Equal(high, interval.High, high > 0.76 && high < 0.77 ? 1e-7 : 5e-5);
    }

    [Fact]
    public void Interval_AnyCount_HasTheTailsItPromises() => Gen.Int[1, 60].SelectMany(trials => Gen.Select(Gen.Int[0, trials], Gen.Const(trials))).Sample((count, trials) =>
    {
        Interval interval = Binomial.Interval(count, trials);
        // The definition: at the lower limit so many or more have 2.5 %, at the upper one so many or fewer.
        if (count > 0)
            Assert.Equal(0.025, Enumerable.Range(count, trials - count + 1).Sum(k => Probability(k, trials, interval.Low)), 1e-6);
        if (count < trials)
            Assert.Equal(0.025, Enumerable.Range(0, count + 1).Sum(k => Probability(k, trials, interval.High)), 1e-6);
    });

    [Theory]
    [InlineData(18_000)]
    [InlineData(20_000_000)]
    public void UpperBound_NoneSeen_IsTheRuleOfThree(double trials)
    {
        Assert.Equal(1 - Math.Pow(0.05, 1 / trials), Binomial.UpperBound(0, trials), 1e-12);
        Assert.InRange(Binomial.UpperBound(0, trials) * trials, 2.99, 3);
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    [InlineData(double.NaN, 10)]
    public void Interval_CountThatCannotBe_IsRefused(double count, double trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Binomial.Interval(count, trials));

    [Fact]
    public void Interval_NothingTried_KnowsNothing() => Assert.Equal(new Interval(0, 1), Binomial.Interval(0, 0));

    [Fact]
    public void Proportion_AsText_HasItsCounts() => Assert.Equal("0.7373 (682 of 925; 0.7077 to 0.7654)", new Proportion(682, 925).ToString());

    private static double Probability(int count, int trials, double rate)
    {
        double logarithm = 0;
        for (int k = 1; k <= count; k++)
            logarithm += Math.Log((double)(trials - count + k) / k);
        return Math.Exp(logarithm + count * Math.Log(rate) + (trials - count) * Math.Log(1 - rate));
    }
}
