using CsCheck;
using Signpost.Edge.Vision;
using Signpost.Recognition;

namespace Signpost.Edge.Tests.Vision;

public sealed class DecisionRuleTests
{
    private static readonly VisionOptions Options = new();

    private static readonly Gen<float> AnyFloat = Gen.OneOf(Gen.Float[-1.1f, 1.1f], Gen.Float, Gen.Const(float.NaN));

    [Fact]
    public void Decide_AnyScoreBelowTheThreshold_NeverMatchesWhateverTheSecondThreshold() =>
        (from score in AnyFloat
         from threshold in AnyFloat
         from second in AnyFloat
         from enough in Gen.Bool
         from entry in Gen.Int[-1, 3]
         select (score, threshold, second, enough, entry)).Sample(random =>
        {
            var thresholds = new DecisionThresholds(random.threshold, random.second);
            var decision = DecisionRule.Decide(random.enough, new GalleryMatch(random.entry, random.score), thresholds);
            if (decision == VisitDecision.Match) Assert.True(random.score >= random.threshold && random.threshold > 0 && random.enough && random.entry >= 0);
            if (decision == VisitDecision.NoMatch) Assert.True(random.score < random.threshold && random.score < random.second && random.enough);
        });

    [Fact]
    public void Decide_GoodShots_SplitsTheScaleInThree() =>
        (from second in Gen.Float[0.01f, 0.9f]
         from above in Gen.Float[0, 0.09f]
         from score in Gen.Float[-1, 1]
         select (second, threshold: second + above, score)).Sample(random => Assert.Equal(
            random.score >= random.threshold ? VisitDecision.Match : random.score >= random.second ? VisitDecision.NoDecision : VisitDecision.NoMatch,
            DecisionRule.Decide(true, new GalleryMatch(0, random.score), new DecisionThresholds(random.threshold, random.second))));

    [Fact]
    public void Decide_HigherThreshold_NeverMakesAMatchOfWhatWasNone() =>
        (from score in Gen.Float[-1, 1]
         from low in Gen.Float[0.01f, 0.99f]
         from more in Gen.Float[0, 1]
         select (score, low, more)).Sample(random =>
        {
            var lower = DecisionRule.Decide(true, new GalleryMatch(0, random.score), new DecisionThresholds(random.low, random.low));
            var higher = DecisionRule.Decide(true, new GalleryMatch(0, random.score), new DecisionThresholds(random.low + random.more, random.low));
            Assert.True(lower == VisitDecision.Match || higher != VisitDecision.Match);
        });

    [Theory]
    [InlineData(float.NaN, 0.5f, 0.4f)]
    [InlineData(0.9f, float.NaN, 0.4f)]
    [InlineData(0.9f, 0f, 0f)]
    [InlineData(0.9f, -1f, -1f)]
    [InlineData(0.1f, 0.5f, float.NaN)]
    public void Decide_NumbersThatAreNone_IsNoDecision(float score, float threshold, float second) =>
        Assert.Equal(VisitDecision.NoDecision, DecisionRule.Decide(true, new GalleryMatch(0, score), new DecisionThresholds(threshold, second)));

    [Fact]
    public void Decide_EmptyGallery_IsNoDecision() =>
        Assert.Equal(VisitDecision.NoDecision, DecisionRule.Decide(true, GalleryMatch.None, new DecisionThresholds(0.5f, 0.4f)));

    [Fact]
    public void Tell_BetterShotsOfOneVisit_AreBoundedRevisions()
    {
        var (told, revisions) = (new EventTold(Guid.Empty, 1, 0, 0.5f), 0);
        for (var score = 0.5f; score <= 1; score += 0.01f)
        {
            if (DecisionRule.Tell(new GalleryMatch(0, score), told, Options) != Verdict.Revision) continue;
            revisions++;
            Assert.True(score >= told.Score + Options.RevisionGain);
            told = told with { Revision = told.Revision + 1, Score = score };
        }

        Assert.Equal((int)Options.Revisions - 1, revisions);
    }

    [Fact]
    public void Tell_AnotherEntry_TakesTheEventOverOnlyWhenClearlyBetter()
    {
        var told = new EventTold(Guid.Empty, 1, 0, 0.5f);
        Assert.Equal(Verdict.NewEvent, DecisionRule.Tell(new GalleryMatch(1, 0.5f), default, Options));
        Assert.Equal(Verdict.Nothing, DecisionRule.Tell(new GalleryMatch(1, 0.55f), told, Options));
        Assert.Equal(Verdict.Revision, DecisionRule.Tell(new GalleryMatch(1, 0.65f), told, Options));
        Assert.Equal(Verdict.Nothing, DecisionRule.Tell(new GalleryMatch(2, 0.95f), told with { Revision = Options.Revisions }, Options));
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
        var decision = DecisionRule.Decide(DecisionRule.MayDecide(templates, hasEnded, Options), new GalleryMatch(0, 1), new DecisionThresholds(0.5f, 0.5f));
        Assert.Equal(expected ? VisitDecision.Match : VisitDecision.NoDecision, decision);
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
