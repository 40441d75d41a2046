using System.Globalization;

namespace Signpost.ModelTools.Evaluation;

/// <summary>A rate that never goes without its counts.</summary>
/// <param name="Count">How many.</param>
/// <param name="Total">Of how many.</param>
internal readonly record struct Proportion(long Count, long Total)
{
    /// <summary>0 to 1; 0 of nothing is 0.</summary>
    public double Rate => Total == 0 ? 0 : (double)Count / Total;

    /// <summary>The exact 95 % interval, as if every trial were independent of the others.</summary>
    public Interval Interval => Binomial.Interval(Count, Total);

    /// <summary><c>0.9454 (1783 of 1886; 0.9342 to 0.9552)</c>.</summary>
    public override string ToString()
    {
        Interval interval = Interval;
        return string.Create(CultureInfo.InvariantCulture, $"{Digits(Rate)} ({Count} of {Total}; {Digits(interval.Low)} to {Digits(interval.High)})");
    }

    private static string Digits(double rate) => rate is 0 or >= 0.01 ? rate.ToString("F4", CultureInfo.InvariantCulture) : rate.ToString("G3", CultureInfo.InvariantCulture);
}
