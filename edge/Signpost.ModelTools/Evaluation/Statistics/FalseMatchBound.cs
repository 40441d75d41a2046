namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// The one-sided upper 95 % bound of a false match rate whose comparisons share people. Two bounds are made, and the higher one holds:
/// the bootstrap's 95 % quantile, and the exact binomial bound on an effective count. That count is the number of comparisons divided by the design
/// effect, which is the bootstrap's variance over that of independent comparisons, at least 1 (E. L. Korn, B. I. Graubard, Confidence intervals for
/// proportions with small expected number of positive counts estimated from survey data, Survey Methodology 24, 1998). Where few or no false matches
/// were seen, their design effect cannot be; the last one that could is taken, and none in n comparisons bounds near 3 / (n / design effect).
/// </summary>
internal static class FalseMatchBound
{
    /// <summary>False matches from which their spread over people shows a design effect.</summary>
    public const int Enough = 20;

    /// <summary>The bound of a single rate.</summary>
    /// <param name="count">False matches.</param>
    /// <param name="total">Comparisons.</param>
    /// <param name="replicates">The rate in each draw of people.</param>
    public static double Upper(long count, long total, double[] replicates) =>
        Upper(count, total, replicates, count >= Enough ? DesignEffect(count, total, replicates) : 1);

    /// <summary>The bound with a design effect that was found elsewhere.</summary>
    /// <inheritdoc cref="Upper(long, long, double[])" path="/param"/>
    /// <param name="designEffect">At least 1.</param>
    public static double Upper(long count, long total, double[] replicates, double designEffect)
    {
        if (total == 0)
            return 1;
        double effective = Binomial.UpperBound(count / designEffect, total / designEffect);
        return Math.Max(effective, Sampling.Quantile(replicates, Binomial.Confidence));
    }

    /// <summary>How many times wider the variance is than that of independent comparisons; at least 1.</summary>
    /// <inheritdoc cref="Upper(long, long, double[])" path="/param"/>
    public static double DesignEffect(long count, long total, double[] replicates)
    {
        if (count == 0 || count == total)
            return 1;
        double mean = replicates.Average(), rate = (double)count / total;
        double variance = replicates.Sum(value => (value - mean) * (value - mean)) / (replicates.Length - 1);
        return Math.Max(1, variance / (rate * (1 - rate) / total));
    }
}
