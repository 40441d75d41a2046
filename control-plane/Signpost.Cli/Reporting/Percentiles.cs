namespace Signpost.Cli.Reporting;

/// <summary>Median and 95th percentile by nearest rank.</summary>
internal sealed record Percentiles(double P50, double P95)
{
    /// <summary>Null without values: no number is better than an invented one.</summary>
    public static Percentiles? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : new(Rank(sorted, 0.50), Rank(sorted, 0.95));
    }

    private static double Rank(double[] sorted, double share) => Math.Round(sorted[(int)Math.Ceiling(share * sorted.Length) - 1], 3);
}
