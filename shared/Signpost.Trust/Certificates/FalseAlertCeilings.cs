using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>
/// The ceiling of false alerts in numbers: the expected false matches of one visit, entries × FMR, stay at or below one in so many visits.
/// </summary>
public static class FalseAlertCeilings
{
    /// <summary>Visits for one false alert at most: 6000 or 1000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ceiling is not on the closed list.</exception>
    public static int VisitsPerFalseAlert(this FalseAlertCeiling ceiling) => ceiling switch
    {
        FalseAlertCeiling.OneInSixThousand => 6000,
        FalseAlertCeiling.OneInThousand => 1000,
        _ => throw new ArgumentOutOfRangeException(nameof(ceiling), ceiling, "The ceiling is not on the closed list."),
    };

    /// <summary>Most entries of a list for which entries × <paramref name="fmrUpper"/> × visits ≤ 1 (computed in that order, in double precision).</summary>
    /// <param name="ceiling">From the closed list.</param>
    /// <param name="fmrUpper">Upper bound of the false match rate, above 0 and at most 1.</param>
    /// <returns>0 when one entry is too many already; at most <see cref="BundleRules.MaximumEntries"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ceiling is not on the closed list, or the bound is none.</exception>
    public static int LargestList(this FalseAlertCeiling ceiling, double fmrUpper)
    {
        // Written so that NaN fails.
        if (!(fmrUpper > 0 && fmrUpper <= 1)) throw new ArgumentOutOfRangeException(nameof(fmrUpper), fmrUpper, "An upper bound is above 0 and at most 1.");
        var visits = ceiling.VisitsPerFalseAlert();
        var entries = (int)Math.Min(BundleRules.MaximumEntries, 1 / (fmrUpper * visits));
        // The division may be off by one in the last place; what counts is the product.
        if (entries < BundleRules.MaximumEntries && Fits(entries + 1)) return entries + 1;
        return Fits(entries) ? entries : entries - 1;

        bool Fits(int count) => count * fmrUpper * visits <= 1;
    }
}
