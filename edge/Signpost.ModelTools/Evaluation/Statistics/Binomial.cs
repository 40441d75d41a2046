using MathNet.Numerics.Distributions;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Exact confidence bounds of a binomial proportion (C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated in the case
/// of the binomial, Biometrika 26, 1934), as quantiles of the beta distribution. Counts need not be whole: an effective sample size is not.
/// </summary>
internal static class Binomial
{
    /// <summary>The confidence of every interval that is reported.</summary>
    public const double Confidence = 0.95;

    /// <summary>The two-sided interval: at most 2.5 % of the error on each side.</summary>
    /// <param name="count">Successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Above 0; with none, nothing is known and the interval is 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count below 0 or above the trials.</exception>
    public static Interval Interval(double count, double trials)
    {
        Check(count, trials);
        double tail = (1 - Confidence) / 2;
        return new Interval(Lower(count, trials, tail), Upper(count, trials, tail));
    }

    /// <summary>The one-sided upper bound, with all of the 5 % above it. After no success it is 1 − 0.05^(1/n), near 3/n: the rule of three.</summary>
    /// <inheritdoc cref="Interval" path="/param|/exception"/>
    public static double UpperBound(double count, double trials)
    {
        Check(count, trials);
        return Upper(count, trials, 1 - Confidence);
    }

    private static double Lower(double count, double trials, double tail) => count <= 0 || trials <= 0 ? 0 : Beta.InvCDF(count, trials - count + 1, tail);

    private static double Upper(double count, double trials, double tail)
    {
        if (trials <= 0 || count >= trials)
            return 1;
        // In closed form where there is one: the quantile's search stops at an absolute error.
        return count <= 0 ? -Math.Exp(Math.Log(tail) / trials) + 1 : Beta.InvCDF(count + 1, trials - count, 1 - tail);
    }

    private static void Check(double count, double trials)
    {
        // Written so that NaN fails.
        if (!(count >= 0 && count <= trials))
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A count lies between 0 and the {trials} trials.");
    }
}
