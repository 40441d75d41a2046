using static Signpost.ModelTools.Evaluation.Table;

namespace Signpost.ModelTools.Evaluation;

/// <summary>What <c>evaluate demographics</c> found, as its JSON says it. Labels are the data set's.</summary>
internal sealed record DemographicReport(
    MeasuredPack Pack, string Data, int Pictures, int PicturesWithoutFace, long Pairs, IReadOnlyList<AcquisitionRate> Acquisition,
    IReadOnlyList<GlobalPoint> OperatingPoints)
{
    /// <summary>Global false match rates at which groups are compared.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.01, 0.001];

    public void Print()
    {
        Line($"Pack `{Pack.Name}` {Pack.Version}, `{Pack.Digest[..16]}`; data {Data}: {Pictures} pictures, no face found in {PicturesWithoutFace}; {Pairs} pairs, every picture taken for a person of its own.");
        Line($"");
        Head("group", "pictures", "no face found", "95 %");
        foreach (AcquisitionRate group in Acquisition)
            Line($"| {group.Label} | {group.Pictures} | {group.WithoutFace} | {group.Low:P2} to {group.High:P2} |");
        foreach (GlobalPoint point in OperatingPoints)
        {
            foreach (GroupedRates grouping in point.Groupings)
                Print(point, grouping);
        }
    }

    private static void Print(GlobalPoint point, GroupedRates grouping)
    {
        Line($"");
        Line($"Global FMR {point.Fmr:P1}, threshold {point.Threshold:F3}, by {grouping.By}: worst to geometric mean {grouping.WorstToGeometricMean:F2} ({grouping.Worst}; 95 % {grouping.RatioLow:F2} to {grouping.RatioHigh:F2}).");
        Line($"");
        Head("group", "pictures", "false matches", "FMR", "95 %, people drawn again", "times global");
        foreach (GroupRate group in grouping.Groups)
            Line($"| {group.Label} | {group.Pictures} | {group.FalseMatches} of {group.Pairs} | {group.Fmr:P3} | {group.FmrBootstrapLow:P3} to {group.FmrBootstrapHigh:P3} | {group.Fmr / point.FmrMeasured:F2} |");
        if (grouping.TooFew.Count > 0)
            Line($"\nFewer than {Grouping.LeastPictures} pictures, not stated: {string.Join("; ", grouping.TooFew)}.");
    }
}

/// <summary>How often no face was found in a group's pictures; exact 95 % interval.</summary>
internal sealed record AcquisitionRate(string Label, long Pictures, long WithoutFace, double Low, double High);

/// <summary>All groupings at one global threshold.</summary>
internal sealed record GlobalPoint(double Fmr, float Threshold, double FmrMeasured, long FalseMatches, IReadOnlyList<GroupedRates> Groupings);

/// <summary>The groups of one grouping side by side.</summary>
/// <param name="WorstToGeometricMean">The highest rate over the geometric mean of all; a group without a false match enters with half of one.</param>
/// <param name="RatioLow">95 %, members of each group drawn again.</param>
internal sealed record GroupedRates(
    string By, IReadOnlyList<GroupRate> Groups, string Worst, double WorstToGeometricMean, double RatioLow, double RatioHigh, IReadOnlyList<string> TooFew);
