namespace Signpost.ModelTools.Evaluation;

/// <summary>False match rates at rising thresholds with their upper bounds.</summary>
/// <param name="Rule">What was compared with what.</param>
/// <param name="Comparisons">Of different people.</param>
/// <param name="Points">Thresholds ascending.</param>
internal sealed record FalseMatchCurve(string Rule, long Comparisons, IReadOnlyList<FalseMatchPoint> Points)
{
    /// <param name="rule">What was compared with what.</param>
    /// <param name="pairs">Comparisons of different people, with all of those at or above the lowest threshold.</param>
    /// <param name="comparisons">How many there are of whom with whom.</param>
    /// <param name="thresholds">Ascending.</param>
    public static FalseMatchCurve Of(string rule, NonMatedComparisons pairs, Comparisons comparisons, IReadOnlyList<float> thresholds)
    {
        var points = new FalseMatchPoint[thresholds.Count];
        double designEffect = 1;
        for (int index = 0; index < points.Length; index++)
        {
            Proportion wrong = pairs.FalseMatches(thresholds[index]);
            if (wrong.Count >= FalseMatchBound.Enough)
                designEffect = FalseMatchBound.DesignEffect(pairs.Descending[..(int)wrong.Count], comparisons);
            points[index] = new FalseMatchPoint(
                thresholds[index], wrong.Count, wrong.Total, wrong.Rate, FalseMatchBound.Upper(wrong, designEffect), designEffect);
        }
        // A bound at a threshold holds above it too; where chance says otherwise, the lower threshold takes the higher bound.
        for (int index = points.Length - 2; index >= 0; index--)
            points[index] = points[index] with { FmrUpper95 = Math.Max(points[index].FmrUpper95, points[index + 1].FmrUpper95) };
        return new FalseMatchCurve(rule, pairs.Count, points);
    }

    /// <summary>This rule's counts with the higher of both rules' bounds at each threshold: what holds for either.</summary>
    /// <param name="other">At the same thresholds.</param>
    public FalseMatchCurve NotBelow(FalseMatchCurve other) => this with
    {
        Points = [.. Points.Zip(other.Points, (own, others) => own with { FmrUpper95 = Math.Max(own.FmrUpper95, others.FmrUpper95) })],
    };

    /// <summary>
    /// Whether this rule's false matches are the more frequent ones: at the highest threshold at which both have enough of them to tell.
    /// </summary>
    public bool IsWorseThan(FalseMatchCurve other) =>
        Points.Zip(other.Points).LastOrDefault(pair => Math.Min(pair.First.FalseMatches, pair.Second.FalseMatches) >= FalseMatchBound.Enough) is
        { First: { } own, Second: { } others } && own.Fmr > others.Fmr;
}

/// <summary>One threshold.</summary>
/// <param name="Threshold">Comparison score.</param>
/// <param name="FalseMatches">Comparisons at or above it.</param>
/// <param name="Comparisons">All of them.</param>
/// <param name="Fmr">Their quotient.</param>
/// <param name="FmrUpper95">One-sided upper bound, as <see cref="FalseMatchBound"/> makes it.</param>
/// <param name="DesignEffect">By which the comparisons were divided for it.</param>
internal sealed record FalseMatchPoint(float Threshold, long FalseMatches, long Comparisons, double Fmr, double FmrUpper95, double DesignEffect);
