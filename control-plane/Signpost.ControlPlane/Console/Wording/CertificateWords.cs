using System.Globalization;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>A certificate's rates as a person reads them.</summary>
internal static class CertificateWords
{
    /// <summary>'1 in 66,000': rounded so that it never sounds better than it is.</summary>
    /// <param name="rate">Above 0 and at most 1.</param>
    public static string OneIn(double rate)
    {
        var exact = 1 / rate;
        // Two digits are what an upper bound bears.
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(exact)) - 1));
        return $"1 in {(Math.Floor(exact / unit) * unit).ToString("#,0", CultureInfo.InvariantCulture)}";
    }

    /// <summary>The ceiling, in the middle of a sentence.</summary>
    public static string Ceiling(FalseAlertCeiling ceiling) =>
        $"one false alert in {ceiling.VisitsPerFalseAlert().ToString("#,0", CultureInfo.InvariantCulture)} visits";

    /// <summary>How much of the budget a list takes: '55 % of it', rounded up.</summary>
    public static string Share(int entries, int largest) => $"{Math.Ceiling(100d * entries / largest).ToString("0", CultureInfo.InvariantCulture)} % of it";

    /// <summary>'2.4 false alerts a day', or 'one false alert in 12 days'.</summary>
    /// <param name="aDay">Above 0.</param>
    public static string ADay(double aDay)
    {
        if (aDay <= 0) return "no false alert";
        if (aDay > 1) return $"{aDay.ToString(aDay < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture)} false alerts a day";
        var days = Math.Floor(1 / aDay);
        return days <= 1 ? "one false alert a day" : $"one false alert in {days.ToString("#,0", CultureInfo.InvariantCulture)} days";
    }
}
