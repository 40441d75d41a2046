namespace Signpost.ModelTools.Quantisation;

/// <summary>Ways to choose the range of a value: wide loses steps, narrow clips what lies outside.</summary>
internal static class RangeMethods
{
    public const string MinMax = "min-max", AveragedMinMax = "averaged-min-max", Percentile = "percentile", Entropy = "entropy";

    /// <summary>Share of the values that the percentile method leaves outside at each end.</summary>
    private const double Outside = 0.00005;

    /// <summary>Ranges that the entropy method compares: both ends drawn in by 0 to 3/4 of their distance from zero.</summary>
    private const int Candidates = 48;

    private const int Levels = 256;

    public static IReadOnlyList<string> All { get; } = [MinMax, AveragedMinMax, Percentile, Entropy];

    public static bool NeedsHistogram(string method) => method is Percentile or Entropy;

    /// <param name="method">One of <see cref="All"/>.</param>
    /// <param name="value">With its histogram, where the method needs one.</param>
    public static TensorRange Choose(string method, ValueStatistics value) => method switch
    {
        MinMax => new TensorRange(value.Min, value.Max),
        AveragedMinMax => value.Averaged,
        Percentile => Within(value),
        Entropy => LeastDivergence(value),
        _ => throw new ArgumentException($"method '{method}' is unknown, expected one of: {string.Join(", ", All)}", nameof(method)),
    };

    private static TensorRange Within(ValueStatistics value)
    {
        long total = 0;
        foreach (long count in value.Histogram)
            total += count;
        long limit = (long)(total * Outside);
        int first = 0, last = ValueStatistics.Bins - 1;
        for (long seen = value.Histogram[first]; seen <= limit && first < last; seen += value.Histogram[first])
            first++;
        for (long seen = value.Histogram[last]; seen <= limit && last > first; seen += value.Histogram[last])
            last--;
        float width = (value.Max - value.Min) / ValueStatistics.Bins;
        return new TensorRange(value.Min + first * width, value.Min + (last + 1) * width);
    }

    /// <summary>The range whose histogram, told in 256 steps, diverges least from the true one (Kullback–Leibler).</summary>
    private static TensorRange LeastDivergence(ValueStatistics value)
    {
        var best = new TensorRange(value.Min, value.Max);
        double least = double.PositiveInfinity;
        for (int candidate = 0; candidate < Candidates; candidate++)
        {
            float share = 1 - 0.75f * candidate / Candidates;
            var range = new TensorRange(Math.Min(value.Min, 0) * share, Math.Max(value.Max, 0) * share);
            double divergence = Divergence(value, range);
            if (divergence < least)
                (least, best) = (divergence, range);
        }
        return best;
    }

    private static double Divergence(ValueStatistics value, TensorRange range)
    {
        float width = (value.Max - value.Min) / ValueStatistics.Bins;
        if (!(width > 0) || !(range.Max > range.Min))
            return 0;
        double[] clipped = new double[ValueStatistics.Bins];
        double[] levels = new double[Levels];
        int[] occupied = new int[Levels];
        double total = 0;
        // What lies outside is told as the end of the range: the true histogram has it there too, the steps' histogram does not.
        for (int bin = 0; bin < ValueStatistics.Bins; bin++)
        {
            long count = value.Histogram[bin];
            if (count == 0)
                continue;
            total += count;
            clipped[BinOf(Math.Clamp(Centre(bin), range.Min, range.Max))] += count;
            if (Centre(bin) >= range.Min && Centre(bin) <= range.Max)
            {
                levels[LevelOf(Centre(bin))] += count;
                occupied[LevelOf(Centre(bin))]++;
            }
        }
        double divergence = 0;
        for (int bin = 0; bin < ValueStatistics.Bins; bin++)
        {
            if (clipped[bin] == 0)
                continue;
            int level = LevelOf(Math.Clamp(Centre(bin), range.Min, range.Max));
            double told = occupied[level] == 0 ? 1e-9 : Math.Max(levels[level] / occupied[level], 1e-9);
            divergence += clipped[bin] / total * Math.Log(clipped[bin] / told);
        }
        return divergence;

        float Centre(int bin) => value.Min + (bin + 0.5f) * width;

        int BinOf(float at) => Math.Clamp((int)((at - value.Min) / width), 0, ValueStatistics.Bins - 1);

        int LevelOf(float at) => Math.Clamp((int)((at - range.Min) / (range.Max - range.Min) * Levels), 0, Levels - 1);
    }
}
