using CsCheck;
using Signpost.Edge.Vision;
using Signpost.Recognition;

namespace Signpost.Edge.Tests.Vision;

public sealed class DecisionRuleTests
{
    private static readonly VisionOptions Options = new();

    [Fact]
    public void Judge_AnyScoreBelowTheThreshold_TellsNothing() =>
        (from threshold in Gen.Float[0.01f, 0.99f]
         from below in Gen.Float[0, 1]
         from revision in Gen.UInt[0, 5]
         from entry in Gen.Int[0, 3]
         select (threshold, score: threshold * below * 0.9999f, told: new EventTold(Guid.Empty, revision, entry, threshold))).Sample(random =>
            Assert.Equal(Verdict.Nothing, DecisionRule.Judge(new GalleryMatch(1, random.score), random.threshold, random.told, Options)));

    [Theory]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(0.9f, float.NaN)]
    [InlineData(0.9f, 0f)]
    [InlineData(0.9f, -1f)]
    public void Judge_NoRealScoreOrThreshold_TellsNothing(float score, float threshold) =>
        Assert.Equal(Verdict.Nothing, DecisionRule.Judge(new GalleryMatch(0, score), threshold, default, Options));

    [Fact]
    public void Judge_EmptyGallery_TellsNothing() => Assert.Equal(Verdict.Nothing, DecisionRule.Judge(GalleryMatch.None, 0.5f, default, Options));

    [Fact]
    public void Judge_AtTheThreshold_IsAnEvent() =>
        Assert.Equal(Verdict.NewEvent, DecisionRule.Judge(new GalleryMatch(0, 0.5f), 0.5f, default, Options));

    [Fact]
    public void Judge_BetterShotsOfOneVisit_AreBoundedRevisions()
    {
        var (told, revisions) = (new EventTold(Guid.Empty, 1, 0, 0.5f), 0);
        for (var score = 0.5f; score <= 1; score += 0.01f)
        {
            if (DecisionRule.Judge(new GalleryMatch(0, score), 0.5f, told, Options) != Verdict.Revision) continue;
            revisions++;
            Assert.True(score >= told.Score + Options.RevisionGain);
            told = told with { Revision = told.Revision + 1, Score = score };
        }

        Assert.Equal((int)Options.Revisions - 1, revisions);
    }

    [Fact]
    public void Judge_AnotherEntry_TakesTheEventOverOnlyWhenClearlyBetter()
    {
        var told = new EventTold(Guid.Empty, 1, 0, 0.5f);
        Assert.Equal(Verdict.Nothing, DecisionRule.Judge(new GalleryMatch(1, 0.55f), 0.5f, told, Options));
        Assert.Equal(Verdict.Revision, DecisionRule.Judge(new GalleryMatch(1, 0.65f), 0.5f, told, Options));
        Assert.Equal(Verdict.Nothing, DecisionRule.Judge(new GalleryMatch(2, 0.95f), 0.5f, told with { Revision = Options.Revisions }, Options));
    }

    [Theory]
    [InlineData(0, 0f, true, false)]
    [InlineData(1, 90f, false, false)]
    [InlineData(1, 90f, true, true)]
    [InlineData(1, 40f, true, false)]
    [InlineData(2, 30f, false, true)]
    public void MayDecide_ShotsAndQuality_NeedsTwoOrOneVeryGoodAtTheEnd(int shots, float quality, bool hasEnded, bool expected)
    {
        var templates = new TemplateSet(8, 4);
        for (var i = 0; i < shots; i++) templates.Add([1, 0, 0, 0], new ShotFacts(default, quality, 80));
        Assert.Equal(expected, DecisionRule.MayDecide(templates, hasEnded, Options));
    }

    [Fact]
    public void IsWorthATemplate_FullVisit_OnlyForAClearlyBetterShotAndNotForever()
    {
        var templates = new TemplateSet(2, 4);
        templates.Add([1, 0, 0, 0], new ShotFacts(default, 40, 80));
        templates.Add([1, 0, 0, 0], new ShotFacts(default, 60, 80));
        Assert.False(DecisionRule.IsWorthATemplate(templates, 2, 41, Options));
        Assert.True(DecisionRule.IsWorthATemplate(templates, 2, 45, Options));
        Assert.False(DecisionRule.IsWorthATemplate(templates, Options.TemplatesPerVisit, 99, Options));
        Assert.False(DecisionRule.IsWorthATemplate(new TemplateSet(2, 4), 0, Options.LeastQuality - 1, Options));
    }
}
