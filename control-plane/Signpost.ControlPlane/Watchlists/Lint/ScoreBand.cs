using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Watchlists.Lint;

/// <summary>
/// From where two entries of a list count as look-alikes, and from where as one person. Look-alikes: from the lowest threshold that any order of a list of this length can carry (at
/// the highest ceiling, one false alert in 1,000 visits): below it no order would take one for the other. One person: from the lowest certified threshold that two different people
/// reach at most once in a million comparisons and that, by chance, less than one pair of this list reaches; the certificate's highest if there is none.
/// </summary>
/// <param name="FmrUpper">Upper 95 % bound of the false match rate at <paramref name="LookAlikes"/>.</param>
internal readonly record struct ScoreBand(float LookAlikes, float Duplicates, double FmrUpper)
{
    private const double RarelyTwoPeople = 1e-6;

    public static ScoreBand Of(PackCertificate certificate, int entries)
    {
        var highest = certificate.Rates[^1];
        var from = certificate.LowestThresholdFor(entries, FalseAlertCeiling.OneInThousand, certificate.Rates[0].Threshold) ?? highest.Threshold;
        var pairs = (double)entries * (entries - 1) / 2;
        var same = certificate.Rates.FirstOrDefault(x => x.FmrUpper95 <= RarelyTwoPeople && x.FmrUpper95 * pairs < 1) ?? highest;
        return new ScoreBand(from, Math.Max(from, same.Threshold), certificate.FmrUpper(from) ?? 1);
    }
}
