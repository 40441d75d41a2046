using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>What one certified threshold means for a list.</summary>
/// <param name="Threshold">Comparison score.</param>
/// <param name="FmrUpper95">Upper 95 % bound of the false match rate of one comparison.</param>
/// <param name="LargestList">Most entries under the policy, one false alert in 6,000 visits.</param>
/// <param name="LargestListAtMost">Most entries at all, one false alert in 1,000 visits.</param>
/// <param name="FalseAlertsADay">At most about so many, if <see cref="WatchlistBudget.BusyDay"/> people pass who are not on the list: entries × bound × people.</param>
public sealed record BudgetRow(float Threshold, double FmrUpper95, int LargestList, int LargestListAtMost, double FalseAlertsADay);

/// <summary>What the pack's certificate lets a list of this length do, at every threshold that was measured.</summary>
public sealed record WatchlistBudget(int Entries, int PassersByADay, IReadOnlyList<BudgetRow> Rows)
{
    /// <summary>A busy street's day, so that a rate can be read as a number of people.</summary>
    public const int BusyDay = 15_000;

    /// <param name="certificate">A sound one.</param>
    /// <param name="entries">Of the list.</param>
    public static WatchlistBudget Of(PackCertificate certificate, int entries) => new(entries, BusyDay, [.. certificate.Rates.Select(rate => new BudgetRow(
        rate.Threshold, rate.FmrUpper95, FalseAlertCeiling.OneInSixThousand.LargestList(rate.FmrUpper95), FalseAlertCeiling.OneInThousand.LargestList(rate.FmrUpper95),
        rate.FmrUpper95 * entries * BusyDay))]);

    /// <summary>The lowest threshold at which the list is within the policy; null: none.</summary>
    public BudgetRow? WithinPolicy => Rows.FirstOrDefault(x => x.LargestList >= Entries);
}
