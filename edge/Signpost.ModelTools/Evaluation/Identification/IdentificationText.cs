using static Signpost.ModelTools.Evaluation.Table;

namespace Signpost.ModelTools.Evaluation;

/// <summary>The report of an identification for people.</summary>
internal static class IdentificationText
{
    public static void Print(IdentificationReport report)
    {
        Line($"Pack `{report.Pack.Name}` {report.Pack.Version}, `{report.Pack.Digest[..16]}`; data {report.Data}; {report.Probes}.");
        Line($"{report.Pictures} pictures, no face found in {report.PicturesWithoutFace}; {report.Enrolled} people enrolled.");
        Line($"");
        Line($"Rank 1: {new Proportion(report.Rank1Count, report.MatedSearches)}.");
        Line($"");
        Head("FPIR at most", "threshold", "false positives", "FPIR, 95 %", "TPIR", "95 %, exact", "95 %, people drawn again");
        foreach (OperatingPoint point in report.OperatingPoints)
        {
            Line($"| {point.Fpir:P3}{(point.FalsePositives < OperatingPoint.FewFalsePositives ? " ¹" : "")} | {point.Threshold:F3} | {point.FalsePositives} of {point.NonMatedSearches} | {point.FpirLow:P3} to {point.FpirHigh:P3} | {point.Tpir:F4} ({point.TruePositives} of {point.MatedSearches}) | {point.TpirLow:F4} to {point.TpirHigh:F4} | {point.TpirBootstrapLow:F4} to {point.TpirBootstrapHigh:F4} |");
        }
        Line($"");
        if (report.OperatingPoints.Any(point => point.FalsePositives < OperatingPoint.FewFalsePositives))
            Line($"¹ Rests on fewer than {OperatingPoint.FewFalsePositives} false positives: read the intervals, not the rate.");
        foreach (UnsupportedPoint point in report.Unsupported)
            Line($"FPIR {point.Fpir:P3} is not stated: {point.Reason}.");
        Line($"");
        Head("threshold", "TPIR", "95 %", "false positives", "FPIR, 95 %");
        foreach (FixedThreshold at in report.Thresholds)
            Line($"| {at.Threshold:F2} | {at.Tpir:F4} | {at.TpirLow:F4} to {at.TpirHigh:F4} | {at.FalsePositives} of {at.NonMatedSearches} | {at.FpirLow:P4} to {at.FpirHigh:P4} |");
        if (report.Against is { } against)
            Print(report.Pack, against);
    }

    private static void Print(MeasuredPack pack, IdentificationComparison against)
    {
        Line($"");
        Line($"Against pack `{against.Pack.Name}` {against.Pack.Version}, `{against.Pack.Digest[..16]}` (rank 1 {against.Rank1:F4}), at equal FPIR:");
        Line($"");
        Head("FPIR at most", $"TPIR, {pack.Name}", $"TPIR, {against.Pack.Name}", "difference", "95 %, paired, people drawn again");
        foreach (PairedPoint point in against.Points)
            Line($"| {point.Fpir:P3} | {point.Tpir:F4} | {point.AgainstTpir:F4} | {point.Difference:+0.0000;-0.0000;0.0000} | {point.DifferenceLow:+0.0000;-0.0000;0.0000} to {point.DifferenceHigh:+0.0000;-0.0000;0.0000} |");
    }
}
