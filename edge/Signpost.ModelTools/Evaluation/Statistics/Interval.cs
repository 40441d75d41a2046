using System.Globalization;

namespace Signpost.ModelTools.Evaluation;

/// <summary>A confidence interval of a rate or of a difference of rates, both ends included.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Low:G6} to {High:G6}");
}
