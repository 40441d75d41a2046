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
    public static double Rate(IReadOnlyList<(int First, int Second)> wrong, int[] weights)
    {
        double found = 0, drawn = 0, own = 0;
        foreach ((int first, int second) in wrong)
            found += (double)weights[first] * weights[second];
        foreach (int weight in weights)
        {
            drawn += weight;
            // Two draws of one member are the same person still.
            own += (double)weight * weight;
        }
        double pairs = (drawn * drawn - own) / 2;
        return pairs == 0 ? 0 : found / pairs;
    }
}
