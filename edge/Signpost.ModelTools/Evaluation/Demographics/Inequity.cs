namespace Signpost.ModelTools.Evaluation;

/// <summary>How unequal the groups' rates are: the worst over the geometric mean (NIST IR 8429, inequity measures of ISO/IEC 19795-10).</summary>
internal static class Inequity
{
    /// <param name="rates">Above 0, at least one.</param>
    public static double WorstToGeometricMean(IReadOnlyList<double> rates) => rates.Max() / Math.Exp(rates.Average(Math.Log));

    /// <summary>A rate that a logarithm can be taken of: none of n counts as half of one.</summary>
    public static double Floored(double rate, long total) => Math.Max(rate, 0.5 / Math.Max(1, total));
}
