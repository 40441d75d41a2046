using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>What <c>evaluate identification</c> found, as its JSON says it. No name, file or template is in it.</summary>
internal sealed record IdentificationReport(
    MeasuredPack Pack, string Data, string Probes, int Enrolled, int MatedPeople, int NonMatedPeople, int Pictures, int PicturesWithoutFace,
    double Rank1, double Rank1Low, double Rank1High, long Rank1Count, long MatedSearches,
    IReadOnlyList<OperatingPoint> OperatingPoints, IReadOnlyList<UnsupportedPoint> Unsupported, IReadOnlyList<FixedThreshold> Thresholds,
    IdentificationComparison? Against, int Replicates, int Seed)
{
    private static readonly float[] FixedThresholds = [0.30f, 0.35f, 0.40f, 0.45f, 0.50f, 0.55f, 0.60f];

    public static IdentificationReport Of(
        ModelPack pack, OpenSet set, string probes, FaceStore faces, OpenSetScores scores, IdentificationComparison? against, Sampling sampling)
    {
        double[] supported = [.. OperatingPoint.Rates.Where(rate => OperatingPoint.Unsupported(scores, rate) is null)];
        return new IdentificationReport(
            MeasuredPack.Of(pack), set.Name, probes, set.Gallery.Count, scores.MatedPeople, scores.NonMatedPeople, faces.Count, faces.WithoutFace,
            scores.FirstRank.Rate, scores.FirstRank.Interval.Low, scores.FirstRank.Interval.High, scores.FirstRank.Count, scores.Mated,
            [.. supported.Select(rate => OperatingPoint.Of(scores, rate, sampling))],
            [.. OperatingPoint.Rates.Except(supported).Select(rate => new UnsupportedPoint(rate, OperatingPoint.Unsupported(scores, rate)!))],
            [.. FixedThresholds.Select(threshold => FixedThreshold.Of(scores, threshold))],
            against, sampling.Replicates, sampling.Seed);
    }
}

/// <summary>A rate that the data are too few for.</summary>
internal sealed record UnsupportedPoint(double Fpir, string Reason);

/// <summary>Rates at a threshold that an order might name.</summary>
internal sealed record FixedThreshold(
    float Threshold, double Tpir, double TpirLow, double TpirHigh, long FalsePositives, long NonMatedSearches, double Fpir, double FpirLow, double FpirHigh)
{
    public static FixedThreshold Of(OpenSetScores scores, float threshold)
    {
        Proportion right = scores.TruePositives(threshold), wrong = scores.FalsePositives(threshold);
        return new FixedThreshold(
            threshold, right.Rate, right.Interval.Low, right.Interval.High, wrong.Count, wrong.Total, wrong.Rate, wrong.Interval.Low, wrong.Interval.High);
    }
}

/// <summary>The same protocol by another pack.</summary>
internal sealed record IdentificationComparison(MeasuredPack Pack, double Rank1, IReadOnlyList<PairedPoint> Points)
{
    public static IdentificationComparison Of(ModelPack other, OpenSetScores scores, OpenSetScores otherScores, Sampling sampling) => new(
        MeasuredPack.Of(other), otherScores.FirstRank.Rate,
        [
            .. OperatingPoint.Rates.Where(rate => OperatingPoint.Unsupported(scores, rate) is null)
                .Select(rate => PairedPoint.Of(scores, otherScores, rate, sampling)),
        ]);
}

/// <summary>Which pack was measured.</summary>
internal sealed record MeasuredPack(string Name, string Version, string Digest)
{
    public static MeasuredPack Of(ModelPack pack) => new(pack.Manifest.Name, pack.Manifest.Version, Convert.ToHexStringLower(pack.Digest.Span));
}
