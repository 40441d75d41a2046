using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

/// <summary>
/// Floors below which the default pack must not fall (docs/results/evaluation.md). Needs the evaluation data, which are not part of the project: set
/// SIGNPOST_EVAL_DATA to their folder.
/// </summary>
public class AccuracyTests
{
    /// <summary>Every so many non-mated probes: a fixed choice that keeps this under a minute. The whole lists are for <c>evaluate identification</c>.</summary>
    private const int Every = 6;

    [Fact]
    public void DefaultPack_WatchlistOfAHundred_IsNotBelowTheFloors()
    {
        string data = Path.Combine(Environment.GetEnvironmentVariable("SIGNPOST_EVAL_DATA") ?? "", "lfw-a");
        Assert.SkipUnless(Directory.Exists(Path.Combine(data, "watchlist-100")), "SIGNPOST_EVAL_DATA does not name the evaluation data");
        OpenSet set = OpenSetReader.Read(data, "watchlist-100").Every(Every);
        using var faces = new FaceStore(Repository.DefaultPack, Degradation.None);
        faces.Load(set.Files, Progress.None);
        OpenSetScores scores = new IdentificationStudy(faces, faces, TemplateRule.InUse).Run(set);
        Assert.Equal((222, 1007), (scores.Mated, scores.NonMated));
        Assert.True(scores.FirstRank.Rate >= 0.99, $"rank 1: {scores.FirstRank}");
        // A sixth of the probes: 0.1 % of them is the one false positive that is allowed.
        Proportion found = scores.TruePositives(scores.ThresholdFor(0.001));
        Assert.True(found.Rate >= 0.945, $"TPIR at FPIR 0.1 %: {found}");
        found = scores.TruePositives(scores.ThresholdFor(0.01));
        Assert.True(found.Rate >= 0.96, $"TPIR at FPIR 1 %: {found}");
        float threshold = Repository.DefaultPack.Manifest.Scores.DemonstrationThreshold;
        Assert.True(scores.TruePositives(threshold).Rate >= 0.94, $"TPIR at the demonstration's threshold: {scores.TruePositives(threshold)}");
        Assert.True(scores.FalsePositives(threshold).Rate <= 0.005, $"FPIR at the demonstration's threshold: {scores.FalsePositives(threshold)}");
    }
}
