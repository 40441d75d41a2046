using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>What a certificate says about an order: its rate at the order's threshold, and what follows for the order's list.</summary>
/// <param name="PackDigest">SHA-256 of the pack's manifest, hexadecimal.</param>
/// <param name="Data">Name of the data that was measured on.</param>
/// <param name="MeasuredThreshold">The nearest measured threshold at or below the order's; the figures are of this one.</param>
/// <param name="FalseMatches">Comparisons of different people at or above it.</param>
/// <param name="FmrUpper95">Upper 95 % bound of the false match rate.</param>
/// <param name="LargestList">Most entries that the order's ceiling allows.</param>
/// <param name="FalseAlertsADay">Expected at the bound, if <see cref="PassersByADay"/> people pass who are not on the list.</param>
/// <param name="Groups">Groups measured at the highest threshold at or below the order's that has any.</param>
public sealed record CertificateView(
    string PackDigest, string Data, long People, long Images, string VisitRule, DateTimeOffset MeasuredAt, float MeasuredThreshold, ulong FalseMatches, ulong Comparisons,
    double FmrUpper95, int LargestList, double FalseAlertsADay, IReadOnlyList<CertifiedGroupView> Groups)
{
    /// <summary>As in the watchlist's budget.</summary>
    public const int PassersByADay = Watchlists.WatchlistBudget.BusyDay;

    /// <summary>Null below the certificate's lowest threshold: nothing was measured there.</summary>
    /// <param name="certificate">A sound one.</param>
    /// <param name="threshold">The order's.</param>
    /// <param name="ceiling">From the closed list.</param>
    /// <param name="entries">Of the order's list.</param>
    public static CertificateView? Of(PackCertificate certificate, float threshold, FalseAlertCeiling ceiling, int entries)
    {
        if (certificate.RateAt(threshold) is not { } rate) return null;
        var groups = certificate.Groups.Where(x => x.Threshold <= threshold).GroupBy(x => x.Threshold).MaxBy(x => x.Key);
        return new CertificateView(
            Convert.ToHexStringLower(certificate.PackDigest.Span),
            certificate.Data.Name,
            certificate.Data.People,
            certificate.Data.Images,
            certificate.VisitRule,
            certificate.MeasuredAt.ToDateTimeOffset(),
            rate.Threshold,
            rate.FalseMatches,
            rate.Comparisons,
            rate.FmrUpper95,
            ceiling.LargestList(rate.FmrUpper95),
            rate.FmrUpper95 * entries * PassersByADay,
            groups is null ? [] : [.. groups.Select(x => new CertifiedGroupView(x.Label, x.Threshold, x.FalseMatches, x.Comparisons, x.FmrUpper95))]);
    }
}

/// <summary>One labelled group of the data.</summary>
public sealed record CertifiedGroupView(string Label, float Threshold, ulong FalseMatches, ulong Comparisons, double FmrUpper95);
