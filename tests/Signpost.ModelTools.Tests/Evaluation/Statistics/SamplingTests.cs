using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class SamplingTests
{
    [Fact]
    public void Replicate_AnyDraw_KeepsTheSizesOfTheGroups() =>
        Assert.All(new Sampling(50, 3).Replicate([7, 11], weights => weights[0].Sum() * 100 + weights[1].Sum()), sum => Assert.Equal(711, sum));

    [Fact]
    public void Replicate_SameSeed_DrawsTheSamePeople()
    {
        Func<int[][], double> first = weights => weights[0][0] + 10 * weights[0][1];
        Assert.Equal(new Sampling(100, 5).Replicate([9], first), new Sampling(100, 5).Replicate([9], first));
        Assert.NotEqual(new Sampling(100, 5).Replicate([9], first), new Sampling(100, 6).Replicate([9], first));
    }

    [Fact]
    public void Interval_OneTrialAPerson_IsNearTheExactOne()
    {
        // 30 of 100 people: where trials are people, the bootstrap has nothing to add.
        Interval interval = new Sampling(4000, 1).Interval([100], weights => weights[0].Take(30).Sum() / 100.0);
        Interval exact = Binomial.Interval(30, 100);
        Assert.Equal(exact.Low, interval.Low, 0.02);
        Assert.Equal(exact.High, interval.High, 0.02);
    }

    [Fact]
    public void Interval_ManyTrialsAPerson_IsWiderThanIfTheyWereIndependent()
    {
        // 10 people with 100 trials each, which all come out alike within a person.
        Interval interval = new Sampling(2000, 1).Interval([10], weights => weights[0].Take(3).Sum() / 10.0);
        Interval exact = Binomial.Interval(300, 1000);
        Assert.True(interval.High - interval.Low > 3 * (exact.High - exact.Low));
    }

    [Fact]
    public void Quantile_BetweenTwoValues_Interpolates()
    {
        Assert.Equal(2.5, Sampling.Quantile([4, 1, 3, 2], 0.5));
        Assert.Equal(1, Sampling.Quantile([4, 1, 3, 2], 0));
        Assert.Equal(4, Sampling.Quantile([4, 1, 3, 2], 1));
    }
}
