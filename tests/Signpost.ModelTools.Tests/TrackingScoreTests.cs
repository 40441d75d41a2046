using Signpost.Edge.Tracking;
using Signpost.ModelTools.Evaluation.Tracking;

namespace Signpost.ModelTools.Tests;

public class TrackingScoreTests
{
    [Fact]
    public void Add_TracksThatChangeHands_CountsSwitchesFragmentsAndMixedTracks()
    {
        // Two people for five frames; the tracker calls them 1 and 2, then swaps them for good, then gives the first a new track.
        long[][] ids = [[1, 2], [1, 2], [2, 1], [2, 1], [3, 1]];
        var score = new TrackingScore();
        score.Add(Still(ids.Length), new Scripted(ids));
        Assert.Equal((5, 10, 2), (score.Frames, score.Faces, score.People));
        Assert.Equal((3, 3, 2), (score.Switches, score.Fragments, score.Mixed));
    }

    [Fact]
    public void Add_FacesThatAreNobodysOrNoVisitYet_CountsNone()
    {
        var score = new TrackingScore();
        Recording nobody = Still(2);
        score.Add(nobody with { Frames = [.. nobody.Frames.Select(frame => frame with { People = [0, 0] })] }, new Scripted([[1, 2], [2, 1]]));
        score.Add(Still(2), new Scripted([[0, 0], [0, 0]]));
        Assert.Equal((0, 0, 0, 0), (score.People, score.Switches, score.Fragments, score.Mixed));
    }

    [Fact]
    public void CrowdOfThirty_PresentTracker_MixesFewerPeopleThanTheFirst()
    {
        Recording crowd = CrowdRecording.Make(seed: 3, people: 30, TimeSpan.FromSeconds(60), framesPerSecond: 12.5);
        var (first, present) = (new TrackingScore(), new TrackingScore());
        first.Add(crowd, new AlphaBetaTracker());
        present.Add(crowd, new UnitTracker(crowd, new TrackerOptions(), withAppearance: true));
        Assert.Equal(first.Faces, present.Faces);
        Assert.True(present.Mixed < first.Mixed, $"{present.Mixed} of {first.Mixed}");
        Assert.True(present.Switches < first.Switches, $"{present.Switches} of {first.Switches}");
    }

    private static Recording Still(int frames) => new(1280, 720, [.. Enumerable.Range(0, frames).Select(number => new RecordedFrame(
        TimeSpan.FromSeconds(number * 0.08), [new FaceBox(100, 100, 60, 75, 1), new FaceBox(600, 100, 60, 75, 1)], new float[2 * Appearance.Length], [1, 2]))]);

    private sealed class Scripted(long[][] ids) : ITrackerUnderTest
    {
        private int _frame;

        public void Update(RecordedFrame frame, Span<long> to) => ids[_frame++].CopyTo(to);
    }
}
