namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// The bootstrap by person: people are drawn with replacement, each with everything that was measured of him or her. Searches of one person, and pairs
/// that share a person, are not independent; people are (R. M. Bolle, N. K. Ratha, S. Pankanti, Error analysis of pattern recognition systems: the
/// subsets bootstrap, Computer Vision and Image Understanding 93, 2004; ISO/IEC 19795-1, bootstrap estimates).
/// </summary>
/// <param name="replicates">Draws.</param>
/// <param name="seed">The same seed gives the same draws everywhere.</param>
internal sealed class Sampling(int replicates = Sampling.DefaultReplicates, int seed = Sampling.DefaultSeed)
{
    /// <summary>What every command uses unless it is told otherwise.</summary>
    public const int DefaultReplicates = 2000, DefaultSeed = 20261127;

    public int Replicates => replicates;

    public int Seed => seed;

    /// <summary>The value of a statistic in every replicate.</summary>
    /// <param name="groups">How many people there are in each group; groups are drawn apart, so that their sizes stay.</param>
    /// <param name="statistic">Takes how often each person was drawn, group by group; the arrays are used again for the next replicate.</param>
    public double[] Replicate(IReadOnlyList<int> groups, Func<int[][], double> statistic)
    {
        var random = new Random(seed);
        int[][] weights = [.. groups.Select(people => new int[people])];
        double[] values = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++)
        {
            foreach (int[] group in weights)
                Draw(random, group);
            values[replicate] = statistic(weights);
        }
        return values;
    }

    /// <summary>The 95 % percentile interval of a statistic.</summary>
    /// <inheritdoc cref="Replicate" path="/param"/>
    public Interval Interval(IReadOnlyList<int> groups, Func<int[][], double> statistic)
    {
        double[] values = Replicate(groups, statistic);
        double tail = (1 - Binomial.Confidence) / 2;
        return new Interval(Quantile(values, tail), Quantile(values, 1 - tail));
    }

    /// <summary>The quantile between two values, by linear interpolation (type 7 of R. J. Hyndman and Y. Fan, 1996). Sorts what it is given.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        double place = share * (values.Length - 1);
        int below = (int)place;
        return below + 1 < values.Length ? values[below] + (place - below) * (values[below + 1] - values[below]) : values[below];
    }

    private static void Draw(Random random, int[] weights)
    {
        Array.Clear(weights);
        for (int drawn = 0; drawn < weights.Length; drawn++)
            weights[random.Next(weights.Length)]++;
    }
}
