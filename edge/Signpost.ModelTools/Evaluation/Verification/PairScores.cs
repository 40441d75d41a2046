namespace Signpost.ModelTools.Evaluation;

/// <summary>Scores of 1:1 comparisons and the rates of ISO/IEC 19795-1 that follow from them.</summary>
internal sealed class PairScores
{
    private readonly float[] _mated;
    private readonly float[] _nonMated;

    /// <param name="scores">Negative infinity where a picture had no face: such a pair never matches.</param>
    public PairScores(IReadOnlyCollection<(float Score, bool Mated)> scores)
    {
        _mated = Ascending(mated: true);
        _nonMated = Ascending(mated: false);

        float[] Ascending(bool mated) => [.. scores.Where(score => score.Mated == mated).Select(score => score.Score).Order()];
    }

    public int Mated => _mated.Length;

    public int NonMated => _nonMated.Length;

    /// <summary>Pairs of two people at or above the threshold (FMR).</summary>
    public Proportion FalseMatches(float threshold) => new(NonMated - Below(_nonMated, threshold), NonMated);

    /// <summary>Pairs of one person below the threshold (FNMR).</summary>
    public Proportion FalseNonMatches(float threshold) => new(Below(_mated, threshold), Mated);

    /// <summary>The lowest threshold whose false match rate is not above a limit.</summary>
    public float ThresholdFor(double falseMatchRate)
    {
        int allowed = (int)Math.Floor(falseMatchRate * NonMated + 1e-9);
        return allowed < NonMated && float.IsFinite(_nonMated[^(allowed + 1)]) ? MathF.BitIncrement(_nonMated[^(allowed + 1)]) : -1;
    }

    /// <summary>Pairs judged rightly at a threshold.</summary>
    public Proportion Right(float threshold) =>
        new(Mated - FalseNonMatches(threshold).Count + NonMated - FalseMatches(threshold).Count, Mated + NonMated);

    /// <summary>The threshold that judges most pairs rightly; the lowest of equals.</summary>
    public float BestThreshold() => Thresholds().MaxBy(threshold => Right(threshold).Count);

    /// <summary>The threshold at which the two error rates come nearest each other, and their mean there: the equal error rate.</summary>
    public (float Threshold, double Rate) EqualError()
    {
        float best = Thresholds().MinBy(threshold => Math.Abs(FalseMatches(threshold).Rate - FalseNonMatches(threshold).Rate));
        return (best, (FalseMatches(best).Rate + FalseNonMatches(best).Rate) / 2);
    }

    // Rates change at scores only. One threshold above all of them stands for "nobody matches".
    private IEnumerable<float> Thresholds() => _mated.Concat(_nonMated).Where(float.IsFinite).Append(2).Distinct().Order();

    private static int Below(float[] ascending, float threshold)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ascending[middle] < threshold)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
