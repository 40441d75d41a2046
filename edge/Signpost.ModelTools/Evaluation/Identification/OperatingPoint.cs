namespace Signpost.ModelTools.Evaluation;

/// <summary>What a list finds at one rate of false positives. Rates carry their counts; intervals are 95 %.</summary>
/// <param name="Fpir">The rate asked for: an upper limit.</param>
/// <param name="Threshold">The lowest at which it is kept.</param>
/// <param name="FalsePositives">Non-mated searches that found somebody.</param>
/// <param name="NonMatedSearches">Of so many.</param>
/// <param name="FpirMeasured">Their quotient.</param>
/// <param name="FpirLow">Exact.</param>
/// <param name="FpirHigh">Exact.</param>
/// <param name="Tpir">Mated searches that found their person first, at or above the threshold.</param>
/// <param name="TpirLow">Exact (Clopper–Pearson), at this threshold.</param>
/// <param name="TpirHigh">Exact (Clopper–Pearson), at this threshold.</param>
/// <param name="TruePositives">Count behind <paramref name="Tpir"/>.</param>
/// <param name="MatedSearches">Of so many.</param>
/// <param name="TpirBootstrapLow">People drawn again, and the threshold found again: the wider and the more honest one.</param>
/// <param name="TpirBootstrapHigh">The same.</param>
internal sealed record OperatingPoint(
    double Fpir, float Threshold, long FalsePositives, long NonMatedSearches, double FpirMeasured, double FpirLow, double FpirHigh,
    double Tpir, double TpirLow, double TpirHigh, long TruePositives, long MatedSearches, double TpirBootstrapLow, double TpirBootstrapHigh)
{
    /// <summary>The rates reported: 1 %, 0.3 %, 0.1 % and the policy's 1 in 6,000.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.01, 0.003, 0.001, 1.0 / 6000];

    /// <summary>Below so many false positives a rate rests on single pairs of people, and is said to.</summary>
    public const int FewFalsePositives = 10;

    /// <summary>Why the data cannot show a rate; null if they can: the rate has to allow one false positive at least.</summary>
    public static string? Unsupported(OpenSetScores scores, double fpir) => scores.Allowed(fpir) >= 1
        ? null
        : FormattableString.Invariant(
            $"{scores.NonMated} non-mated searches cannot show {fpir:G3}: {Math.Ceiling(1 / fpir)} are needed for a single false positive, and none in {scores.NonMated} only proves {Binomial.UpperBound(0, scores.NonMated):G3}");

    public static OperatingPoint Of(OpenSetScores scores, double fpir, Sampling sampling)
    {
        float threshold = scores.ThresholdFor(fpir);
        Proportion wrong = scores.FalsePositives(threshold), right = scores.TruePositives(threshold);
        Interval people = sampling.Interval(scores.Groups, weights => scores.TruePositiveRate(fpir, weights));
        return new OperatingPoint(
            fpir, threshold, wrong.Count, wrong.Total, wrong.Rate, wrong.Interval.Low, wrong.Interval.High,
            right.Rate, right.Interval.Low, right.Interval.High, right.Count, right.Total, people.Low, people.High);
    }
}

/// <summary>Two packs, or two ways, at the same rate of false positives: not at the same threshold, since each has its own scale.</summary>
/// <param name="Fpir">The rate.</param>
/// <param name="Tpir">Of the first.</param>
/// <param name="AgainstTpir">Of the second.</param>
/// <param name="Difference">First less second.</param>
/// <param name="DifferenceLow">95 %, the same people drawn for both, thresholds found again.</param>
/// <param name="DifferenceHigh">The same.</param>
internal sealed record PairedPoint(double Fpir, double Tpir, double AgainstTpir, double Difference, double DifferenceLow, double DifferenceHigh)
{
    /// <exception cref="ArgumentException">The two were not measured on the same people.</exception>
    public static PairedPoint Of(OpenSetScores first, OpenSetScores second, double fpir, Sampling sampling)
    {
        if (!first.Groups.SequenceEqual(second.Groups))
            throw new ArgumentException("Only searches of the same people can be paired.", nameof(second));
        double tpir = first.TruePositives(first.ThresholdFor(fpir)).Rate, against = second.TruePositives(second.ThresholdFor(fpir)).Rate;
        Interval interval = sampling.Interval(first.Groups, weights => first.TruePositiveRate(fpir, weights) - second.TruePositiveRate(fpir, weights));
        return new PairedPoint(fpir, tpir, against, tpir - against, interval.Low, interval.High);
    }
}
