using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Tests;

public class ClipReportTests
{
    [Fact]
    public void Of_VisitsOfEveryKind_CountsEachOnce()
    {
        ClipVisit[] visits =
        [
            Visit(tracks: 1, listed: [("a", 0.8f)], first: [("a", 0.6f)], unlisted: []),
            Visit(tracks: 3, listed: [("a", 0.7f), ("a", 0.5f)], first: [], unlisted: [("b", 0.5f)]),
            Visit(tracks: 1, listed: [("b", 0.5f)], first: [("b", 0.5f)], unlisted: [("b", 0.5f)]),
            Visit(tracks: 0, listed: [], first: [], unlisted: []),
        ];
        var report = ClipReport.Of(Repository.DefaultPack, "clips", 0.45f, rounds: 1, people: 2, clips: 6, visits);
        Assert.Equal((4, 2, 2, 1), (report.Visits, report.Matched, report.Missed, report.FalseVisits));
        Assert.Equal((4, 2), (report.UnlistedVisits, report.UnlistedFalse));
        Assert.Equal(2, report.TrackBreaks);
        Assert.Equal(1, report.MatchedByFirstShot);
        Assert.Equal(0.2, report.MedianScoreGain!.Value, 1e-6);
        Assert.Equal(Binomial.Interval(2, 4), new Interval(report.MatchedLow, report.MatchedHigh));
    }

    private static ClipVisit Visit(long tracks, (string, float)[] listed, (string, float)[] first, (string, float)[] unlisted) =>
        new("a", 0, new ClipOutcome(tracks, listed), new ClipOutcome(tracks, first), new ClipOutcome(tracks, unlisted));
}
