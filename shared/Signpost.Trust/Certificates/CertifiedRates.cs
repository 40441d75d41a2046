using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>
/// What a certificate says about a threshold. Between two measured thresholds the lower one counts: false matches grow rarer with the threshold, so its
/// bound holds. Below the lowest nothing was measured, and nothing is said.
/// </summary>
/// <remarks>Each function takes a certificate that <see cref="PackCertificateRules"/> finds nothing wrong with.</remarks>
public static class CertifiedRates
{
    /// <summary>The highest measured threshold at or below <paramref name="threshold"/>; null below the lowest.</summary>
    public static CertifiedRate? RateAt(this PackCertificate certificate, float threshold)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        CertifiedRate? found = null;
        foreach (var rate in certificate.Rates)
        {
            if (rate.Threshold > threshold) break;
            found = rate;
        }

        // A threshold that is no number is not below anything either.
        return float.IsNaN(threshold) ? null : found;
    }

    /// <summary>Upper 95 % bound of the false match rate of one comparison, above 0 and at most 1; null below the lowest measured threshold.</summary>
    public static double? FmrUpper(this PackCertificate certificate, float threshold) => certificate.RateAt(threshold)?.FmrUpper95;

    /// <summary>Most entries that a list may have, 0 to <see cref="BundleRules.MaximumEntries"/>; null below the lowest measured threshold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ceiling is not on the closed list.</exception>
    public static int? LargestList(this PackCertificate certificate, float threshold, FalseAlertCeiling ceiling) =>
        certificate.RateAt(threshold) is { } rate ? ceiling.LargestList(rate.FmrUpper95) : null;

    /// <summary>The lowest threshold, not below <paramref name="atLeast"/>, at which a list of so many entries is allowed; null if there is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ceiling is not on the closed list.</exception>
    public static float? LowestThresholdFor(this PackCertificate certificate, int entries, FalseAlertCeiling ceiling, float atLeast)
    {
        if (certificate.LargestList(atLeast, ceiling) >= entries) return atLeast;
        foreach (var rate in certificate.Rates)
        {
            if (rate.Threshold >= atLeast && ceiling.LargestList(rate.FmrUpper95) >= entries) return rate.Threshold;
        }

        return null;
    }

    /// <summary>Expected false alerts of a day at the upper bound: visits × entries × bound; null below the lowest measured threshold.</summary>
    /// <param name="certificate">The pack's.</param>
    /// <param name="threshold">The order's.</param>
    /// <param name="entries">People on the list.</param>
    /// <param name="visits">Passers-by in a day who are not on the list.</param>
    public static double? FalseAlertsADay(this PackCertificate certificate, float threshold, int entries, int visits) =>
        certificate.FmrUpper(threshold) is { } upper ? upper * entries * visits : null;
}
