namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// False match rates when people are drawn again and both sides of a pair are people (A. B. Owen, The pigeonhole bootstrap, Annals of Applied Statistics
/// 1, 2007: never too narrow on average): a pair weighs as the product of how often its two people were drawn.
/// </summary>
internal static class PairBootstrap
{
    /// <summary>The rate over all pairs of different members of one group with one picture each.</summary>
    /// <param name="wrong">Pairs at or above the threshold, by member.</param>
    /// <param name="weights">How often each member was drawn.</param>
    public static double Rate(IReadOnlyList<(int First, int Second)> wrong, int[] weights) => Rate(wrong, weights, Comparisons.OneEach);

    /// <summary>The rate over comparisons of different people with any number of pictures.</summary>
    /// <param name="wrong">Comparisons at or above the threshold, by person.</param>
    /// <param name="weights">How often each person was drawn.</param>
    /// <param name="comparisons">How many comparisons there are.</param>
    public static double Rate(IReadOnlyList<(int First, int Second)> wrong, int[] weights, Comparisons comparisons)
    {
        long found = 0;
        foreach ((int first, int second) in wrong)
            found += (long)weights[first] * weights[second];
        double all = comparisons.Of(weights);
        return all == 0 ? 0 : found / all;
    }
}

/// <summary>How many comparisons of different people there are, without a table of all pairs: probes × references less those of one person.</summary>
/// <param name="probes">Of each person; null: one each.</param>
/// <param name="references">Of each person; null: one each.</param>
/// <param name="onceEach">Whether a pair of pictures counts once, not in both orders.</param>
internal sealed class Comparisons(IReadOnlyList<int>? probes, IReadOnlyList<int>? references, bool onceEach)
{
    /// <summary>Every person has one picture; each pair counts once.</summary>
    public static Comparisons OneEach { get; } = new(null, null, onceEach: true);

    /// <summary>Comparisons when people weigh so much.</summary>
    public double Of(int[] weights)
    {
        double allProbes = 0, allReferences = 0, own = 0;
        for (int person = 0; person < weights.Length; person++)
        {
            double weight = weights[person];
            double probe = weight * (probes?[person] ?? 1), reference = weight * (references?[person] ?? 1);
            allProbes += probe;
            allReferences += reference;
            // Two draws of one person are the same person still.
            own += probe * reference;
        }
        return (allProbes * allReferences - own) / (onceEach ? 2 : 1);
    }
}
