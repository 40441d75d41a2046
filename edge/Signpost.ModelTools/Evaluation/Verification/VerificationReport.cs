using Signpost.Recognition;
using static Signpost.ModelTools.Evaluation.Table;

namespace Signpost.ModelTools.Evaluation;

/// <summary>What <c>evaluate verification</c> found, as its JSON says it.</summary>
/// <param name="Accuracy">Mean over the folds; with one fold, at the best threshold of the same pairs, which flatters.</param>
/// <param name="AccuracyStandardError">Of the mean over the folds; none with one fold.</param>
/// <param name="RatesBeyondTheData">False-match rates for which there are too few non-mated pairs: less than one false match is expected.</param>
internal sealed record VerificationReport(
    MeasuredPack Pack, string Data, int Pictures, int PicturesWithoutFace, int MatedPairs, int NonMatedPairs,
    double Accuracy, double? AccuracyStandardError, double EqualErrorRate, float EqualErrorThreshold,
    IReadOnlyList<VerificationPoint> OperatingPoints, IReadOnlyList<double> RatesBeyondTheData, IReadOnlyList<FoldResult> Folds)
{
    private static readonly double[] Rates = [0.1, 0.01, 0.001];

    public static VerificationReport Of(ModelPack pack, string data, FaceStore faces, IReadOnlyList<(float Score, bool Mated)> scores, int folds)
    {
        var all = new PairScores(scores);
        IReadOnlyList<FoldResult> results = folds == 1 ? [] : Evaluation.Folds.Run(scores, folds);
        (float threshold, double rate) = all.EqualError();
        return new VerificationReport(
            MeasuredPack.Of(pack), data, faces.Count, faces.WithoutFace, all.Mated, all.NonMated,
            folds == 1 ? all.Right(all.BestThreshold()).Rate : results.Average(fold => fold.Accuracy), folds == 1 ? null : StandardError(results), rate, threshold,
            [.. Rates.Where(fmr => fmr * all.NonMated >= 1).Select(fmr => VerificationPoint.Of(all, fmr))], [.. Rates.Where(fmr => fmr * all.NonMated < 1)], results);
    }

    /// <summary>The score of every pair; negative infinity where a face is missing.</summary>
    public static IReadOnlyList<(float Score, bool Mated)> Score(IReadOnlyList<Pair> pairs, FaceStore faces, TemplateRule rule) =>
    [
        .. pairs.Select(pair => faces[pair.First] is { } first && faces[pair.Second] is { } second
            ? (Template.Compare(rule.Reference(first), rule.Probe(second)), pair.Mated)
            : (float.NegativeInfinity, pair.Mated)),
    ];

    public void Print()
    {
        Line($"Pack `{Pack.Name}` {Pack.Version}, `{Pack.Digest[..16]}`; data {Data}: {MatedPairs} mated and {NonMatedPairs} non-mated pairs; {Pictures} pictures, no face found in {PicturesWithoutFace}.");
        Line($"");
        if (AccuracyStandardError is { } error)
            Line($"Accuracy over {Folds.Count} folds: {Accuracy:F4} ± {error:F4} (standard error of the mean).");
        else
            Line($"Accuracy at the best threshold of the same pairs: {Accuracy:F4}.");
        Line($"Equal error rate: {EqualErrorRate:F4} at threshold {EqualErrorThreshold:F3}.");
        Line($"");
        Head("FMR at most", "threshold", "false matches", "FMR, 95 %", "FNMR", "95 %");
        foreach (VerificationPoint at in OperatingPoints)
            Line($"| {at.Fmr:P2} | {at.Threshold:F3} | {at.FalseMatches} of {NonMatedPairs} | {at.FmrLow:P3} to {at.FmrHigh:P3} | {at.Fnmr:F4} ({at.FalseNonMatches} of {MatedPairs}) | {at.FnmrLow:F4} to {at.FnmrHigh:F4} |");
        foreach (double rate in RatesBeyondTheData)
            Line($"| {rate:P2} | these data cannot bear it: {NonMatedPairs} non-mated pairs, at least {Math.Ceiling(1 / rate):F0} are needed | | | | |");
    }

    private static double StandardError(IReadOnlyList<FoldResult> folds)
    {
        double mean = folds.Average(fold => fold.Accuracy);
        return Math.Sqrt(folds.Sum(fold => (fold.Accuracy - mean) * (fold.Accuracy - mean)) / (folds.Count - 1) / folds.Count);
    }
}

/// <summary>Misses at one rate of false matches; exact 95 % intervals, as if pairs were independent.</summary>
internal sealed record VerificationPoint(
    double Fmr, float Threshold, long FalseMatches, double FmrLow, double FmrHigh, double Fnmr, double FnmrLow, double FnmrHigh, long FalseNonMatches)
{
    public static VerificationPoint Of(PairScores scores, double fmr)
    {
        float threshold = scores.ThresholdFor(fmr);
        Proportion wrong = scores.FalseMatches(threshold), missed = scores.FalseNonMatches(threshold);
        return new VerificationPoint(
            fmr, threshold, wrong.Count, wrong.Interval.Low, wrong.Interval.High, missed.Rate, missed.Interval.Low, missed.Interval.High, missed.Count);
    }
}
