using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

/// <summary>Needs the evaluation data, which is not part of the project: set SIGNPOST_EVAL_DATA to its folder.</summary>
public class AccuracyTests
{
    [Fact]
    public void DefaultPack_WatchlistOfAHundred_IsAsAccurateAsMeasured()
    {
        string data = Environment.GetEnvironmentVariable("SIGNPOST_EVAL_DATA") ?? "";
        Assert.SkipUnless(Directory.Exists(Path.Combine(data, "lfw-a", "watchlist-100")), "SIGNPOST_EVAL_DATA does not name the evaluation data");
        using var evaluator = new Evaluator(Repository.DefaultPack, new Degradation(FaceWidth: 0, Blur: 0, Noise: 0));
        // Every tenth non-mated probe: a fixed choice that keeps this under a minute.
        OpenSetScores scores = evaluator.Images(
            OpenSet.Read(Path.Combine(data, "lfw-a", "watchlist-100"), Path.Combine(data, "lfw-a", "images"), every: 10));
        Assert.Equal((222, 604), (scores.Mated, scores.NonMated));
        Assert.True(scores.FirstRankRate >= 0.98, $"rank 1: {scores.FirstRankRate}");
        double found = scores.TruePositiveRate(scores.ThresholdFor(0.01));
        Assert.True(found >= 0.96, $"TPIR at FPIR 1 %: {found}");
        float threshold = Repository.DefaultPack.Manifest.Scores.DemonstrationThreshold;
        Assert.True(scores.TruePositiveRate(threshold) >= 0.94, $"TPIR at the demonstration's threshold: {scores.TruePositiveRate(threshold)}");
        Assert.True(scores.FalsePositiveRate(threshold) <= 0.005, $"FPIR at the demonstration's threshold: {scores.FalsePositiveRate(threshold)}");
    }
}
