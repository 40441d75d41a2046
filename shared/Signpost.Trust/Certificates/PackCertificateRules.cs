using System.Globalization;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>
/// What a pack's certificate has to hold. The tool that writes it, the control plane that reads it and the unit that enforces it ask the same rules.
/// </summary>
public static class PackCertificateRules
{
    /// <summary>Thresholds in a certificate.</summary>
    public const int MaximumRates = 1000;

    /// <summary>Groups in a certificate, all thresholds together.</summary>
    public const int MaximumGroups = 1000;

    /// <summary>Characters of a name, a label and of the tool's version.</summary>
    public const int MaximumNameLength = 128;

    /// <summary>Characters of the visit rule.</summary>
    public const int MaximumVisitRuleLength = 256;

    // A rate is written with its counts; the quotient may differ in the last places between platforms.
    private const double RateTolerance = 1e-9;

    /// <summary>Everything that is missing, out of range or contradicts itself, one line each; empty when the certificate is sound.</summary>
    public static IReadOnlyList<string> Check(PackCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return [.. Broken(certificate)];
    }

    /// <summary>A rate with what follows from it filled in.</summary>
    /// <param name="threshold">Above 0 and below 1.</param>
    /// <param name="falseMatches">Comparisons of different people at or above it.</param>
    /// <param name="comparisons">All comparisons of different people, at least one.</param>
    /// <param name="fmrUpper95">Upper 95 % bound; not below the rate, nor below <see cref="LeastUpperBound"/>.</param>
    public static CertifiedRate Rate(float threshold, ulong falseMatches, ulong comparisons, double fmrUpper95) => new()
    {
        Threshold = threshold,
        FalseMatches = falseMatches,
        Comparisons = comparisons,
        Fmr = (double)falseMatches / comparisons,
        FmrUpper95 = fmrUpper95,
        LargestListOneInThousand = (uint)FalseAlertCeiling.OneInThousand.LargestList(fmrUpper95),
        LargestListOneInSixThousand = (uint)FalseAlertCeiling.OneInSixThousand.LargestList(fmrUpper95),
    };

    /// <summary>
    /// The upper 95 % bound that no false match in so many independent comparisons gives, 1 − 0.05^(1/n) (Clopper and Pearson 1934, one-sided). No data
    /// of that size can bear a lower one.
    /// </summary>
    public static double LeastUpperBound(ulong comparisons)
    {
        ArgumentOutOfRangeException.ThrowIfZero(comparisons);
        // 1 − e^x by its series where the difference would lose every digit.
        var x = Math.Log(0.05) / comparisons;
        return x > -1e-5 ? -x * (1 + x / 2) : 1 - Math.Exp(x);
    }

    private static IEnumerable<string> Broken(PackCertificate certificate)
    {
        if (certificate.FormatVersion != 1) yield return $"format version is {certificate.FormatVersion}, not 1";
        if (certificate.PackDigest.Length != OrderRules.DigestLength)
            yield return $"pack digest has {certificate.PackDigest.Length} bytes, not {OrderRules.DigestLength}";
        foreach (var broken in BrokenData(certificate.Data)) yield return broken;
        if (!Wording.IsLine(certificate.VisitRule, MaximumVisitRuleLength)) yield return $"visit rule is not one line of 1 to {MaximumVisitRuleLength} characters";
        if (CanonicalMessage.Instant(certificate.MeasuredAt) is null) yield return "time of measurement is missing";
        else if (certificate.MeasuredAt.Nanos != 0) yield return "time of measurement is not a whole second";
        if (!Wording.IsLine(certificate.ToolVersion, MaximumNameLength)) yield return $"tool version is not one line of 1 to {MaximumNameLength} characters";

        if (certificate.Rates.Count is 0 or > MaximumRates) yield return $"{certificate.Rates.Count} thresholds; 1 to {MaximumRates} are expected";
        foreach (var rate in certificate.Rates)
        {
            foreach (var broken in BrokenRate(rate)) yield return $"threshold {Number(rate.Threshold)}: {broken}";
        }

        for (var i = 1; i < certificate.Rates.Count; i++)
        {
            foreach (var broken in BrokenStep(certificate.Rates[i - 1], certificate.Rates[i])) yield return broken;
        }

        if (certificate.Groups.Count > MaximumGroups) yield return $"{certificate.Groups.Count} groups; at most {MaximumGroups} are expected";
        var measured = certificate.Rates.Select(r => r.Threshold).ToHashSet();
        foreach (var group in certificate.Groups)
        {
            foreach (var broken in BrokenGroup(group, measured)) yield return broken;
        }

        if (certificate.Groups.DistinctBy(g => (g.Label, g.Threshold)).Count() != certificate.Groups.Count) yield return "a group is named twice at a threshold";
    }

    private static IEnumerable<string> BrokenData(CertifiedData? data)
    {
        if (data is null)
        {
            yield return "data are missing";
            yield break;
        }

        if (!Wording.IsLine(data.Name, MaximumNameLength)) yield return $"name of the data is not one line of 1 to {MaximumNameLength} characters";
        if (data.People < 2) yield return $"{data.People} people; at least 2 are needed for a false match";
        if (data.Images < data.People) yield return $"{data.Images} images of {data.People} people; each has at least one";
    }

    private static IEnumerable<string> BrokenRate(CertifiedRate rate)
    {
        // Written so that NaN fails.
        if (!(rate.Threshold > 0f && rate.Threshold < 1f)) yield return "is not above 0 and below 1";
        var broken = BrokenCounts(rate.FalseMatches, rate.Comparisons, rate.Fmr, rate.FmrUpper95).ToList();
        foreach (var line in broken) yield return line;
        if (broken.Count > 0) yield break;

        foreach (var (ceiling, written) in ((FalseAlertCeiling, uint)[])
            [(FalseAlertCeiling.OneInThousand, rate.LargestListOneInThousand), (FalseAlertCeiling.OneInSixThousand, rate.LargestListOneInSixThousand)])
        {
            var allowed = ceiling.LargestList(rate.FmrUpper95);
            if (written != allowed) yield return $"largest list at 1 in {ceiling.VisitsPerFalseAlert()} is {written}; {allowed} follows from the bound";
        }
    }

    private static IEnumerable<string> BrokenStep(CertifiedRate lower, CertifiedRate higher)
    {
        var (from, to) = (Number(lower.Threshold), Number(higher.Threshold));
        if (!(lower.Threshold < higher.Threshold))
        {
            yield return $"threshold {to} stands after {from}; thresholds ascend";
            yield break;
        }

        if (lower.Comparisons != higher.Comparisons)
            yield return $"threshold {to} rests on {higher.Comparisons} comparisons, {from} on {lower.Comparisons}; all rest on the same";
        if (lower.FalseMatches < higher.FalseMatches || lower.FmrUpper95 < higher.FmrUpper95)
            yield return $"false matches do not grow rarer from threshold {from} to {to}";
    }

    private static IEnumerable<string> BrokenGroup(CertifiedGroup group, HashSet<float> measured)
    {
        if (!Wording.IsLine(group.Label, MaximumNameLength))
        {
            yield return $"label of a group is not one line of 1 to {MaximumNameLength} characters";
            yield break;
        }

        var name = $"group '{group.Label}' at {Number(group.Threshold)}";
        if (!measured.Contains(group.Threshold)) yield return $"{name}: that threshold is not among the measured ones";
        foreach (var broken in BrokenCounts(group.FalseMatches, group.Comparisons, group.Fmr, group.FmrUpper95)) yield return $"{name}: {broken}";
    }

    private static IEnumerable<string> BrokenCounts(ulong falseMatches, ulong comparisons, double fmr, double upper)
    {
        if (comparisons == 0 || falseMatches > comparisons)
        {
            yield return $"{falseMatches} false matches in {comparisons} comparisons";
            yield break;
        }

        var quotient = (double)falseMatches / comparisons;
        if (!(Math.Abs(fmr - quotient) <= RateTolerance * quotient)) yield return $"rate is {Number(fmr)}; {Number(quotient)} follows from the counts";
        var least = Math.Max(quotient, LeastUpperBound(comparisons));
        if (!(upper >= least * (1 - RateTolerance) && upper <= 1))
            yield return $"upper bound is {Number(upper)}; {Number(least)} to 1 is expected of {falseMatches} in {comparisons}";
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
