using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class OpenSetScoresTests
{
    [Fact]
    public void Rates_HandMadeScores_AreThoseOfTheDefinition()
    {
        var scores = new OpenSetScores();
        scores.AddMated(new GalleryMatch(0, 0.9f), right: true);
        scores.AddMated(new GalleryMatch(0, 0.5f), right: true);
        scores.AddMated(new GalleryMatch(1, 0.8f), right: false);
        scores.AddMated(null, right: false);
        for (int index = 1; index <= 10; index++)
            scores.AddNonMated(new GalleryMatch(0, index / 20f));
        Assert.Equal(0.5, scores.FirstRankRate);
        Assert.Equal(0.25, scores.TruePositiveRate(0.6f));
        Assert.Equal(0.2, scores.FalsePositiveRate(0.45f));
        float threshold = scores.ThresholdFor(0.1);
        Assert.Equal(0.1, scores.FalsePositiveRate(threshold));
        Assert.True(threshold > 0.45f && threshold <= 0.5f);
    }

    [Fact]
    public void Rates_ProbeWithoutAFace_CountsAsSearched()
    {
        var scores = new OpenSetScores();
        scores.AddNonMated(null);
        scores.AddNonMated(new GalleryMatch(0, 0.9f));
        Assert.Equal(0.5, scores.FalsePositiveRate(0.5f));
    }
}
