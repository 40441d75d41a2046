namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// The one-sided upper 95 % bound of a false match rate whose comparisons share people: the exact binomial bound on an effective count. That count is
/// the number of comparisons divided by the design effect (E. L. Korn, B. I. Graubard, Confidence intervals for proportions with small expected number
/// of positive counts estimated from survey data, Survey Methodology 24, 1998), which is the variance that allows for every two comparisons with a
/// person in common to be alike, over that of independent comparisons, at least 1 (P. M. Aronow, C. Samii, V. A. Assenova, Cluster-robust variance
/// estimation for dyadic data, Political Analysis 23, 2015). Where too few false matches are seen to show a design effect, the last one that could be
/// seen is taken; so none in n comparisons bounds near 3 / (n / design effect): the rule of three on the effective count.
/// </summary>
internal static class FalseMatchBound
{
    /// <summary>False matches from which their spread over people shows a design effect.</summary>
    public const int Enough = 20;

    /// <param name="wrong">Counts.</param>
    /// <param name="designEffect">At least 1.</param>
    public static double Upper(Proportion wrong, double designEffect) => Binomial.UpperBound(wrong.Count / designEffect, wrong.Total / designEffect);

    /// <summary>How many times wider the variance is than that of independent comparisons; at least 1.</summary>
    /// <param name="wrong">The false matches: two people each.</param>
    /// <param name="comparisons">How many comparisons there are of whom with whom.</param>
    public static double DesignEffect(ReadOnlySpan<NonMatedPair> wrong, Comparisons comparisons)
    {
        double total = comparisons.Total, rate = wrong.Length / total;
        if (rate is 0 or 1)
            return 1;
        double[] ofPerson = new double[comparisons.People];
        var ofPair = new Dictionary<(int, int), double>();
        foreach (ref readonly NonMatedPair pair in wrong)
        {
            ofPerson[pair.First]++;
            ofPerson[pair.Second]++;
            (int, int) people = (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second));
            ofPair[people] = ofPair.GetValueOrDefault(people) + 1;
        }
        // Residuals of all comparisons of a person, squared: every two comparisons that share a person, once; those that share both, twice.
        double sharing = 0;
        for (int person = 0; person < ofPerson.Length; person++)
        {
            double residual = ofPerson[person] - rate * comparisons.OfPerson(person);
            sharing += residual * residual;
        }
        double both = rate * rate * comparisons.SumOfSquaredPairs;
        foreach (((int first, int second), double count) in ofPair)
            both += count * count - 2 * rate * count * comparisons.OfPair(first, second);
        return Math.Max(1, (sharing - both) / (rate * (1 - rate) * total));
    }
}
