using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Scores of an open-set identification and the rates of ISO/IEC 19795-1 that follow from them.</summary>
internal sealed class OpenSetScores
{
    private readonly List<float> _matedRight = [];
    private readonly List<float> _nonMated = [];

    /// <summary>Mated searches, those without a face included.</summary>
    public int Mated { get; private set; }

    /// <summary>Mated searches whose best entry is the right person, whatever the score.</summary>
    public int FirstRank { get; private set; }

    /// <summary>Non-mated searches, those without a face included.</summary>
    public int NonMated { get; private set; }

    /// <summary>Scores of the best entries of non-mated searches, the highest first.</summary>
    public IEnumerable<float> NonMatedScores => _nonMated.OrderDescending();

    /// <param name="match">The best entry, or null if no face was found.</param>
    /// <param name="right">Whether that entry is the person.</param>
    public void AddMated(GalleryMatch? match, bool right)
    {
        Mated++;
        if (match is not { } found || !right)
            return;
        FirstRank++;
        _matedRight.Add(found.Score);
    }

    /// <param name="match">The best entry, or null if no face was found.</param>
    public void AddNonMated(GalleryMatch? match)
    {
        NonMated++;
        if (match is { } found)
            _nonMated.Add(found.Score);
    }

    /// <summary>Share of mated searches whose best entry is the right one.</summary>
    public double FirstRankRate => (double)FirstRank / Mated;

    /// <summary>False positive identification rate: share of non-mated searches at or above the threshold.</summary>
    public double FalsePositiveRate(float threshold) => (double)_nonMated.Count(score => score >= threshold) / NonMated;

    /// <summary>True positive identification rate: share of mated searches with the right entry at or above the threshold.</summary>
    public double TruePositiveRate(float threshold) => (double)_matedRight.Count(score => score >= threshold) / Mated;

    /// <summary>The lowest threshold whose false positive rate is not above a limit.</summary>
    public float ThresholdFor(double falsePositiveRate)
    {
        float[] scores = [.. NonMatedScores];
        int allowed = (int)Math.Floor(falsePositiveRate * NonMated);
        return allowed < scores.Length ? MathF.BitIncrement(scores[allowed]) : -1;
    }
}
