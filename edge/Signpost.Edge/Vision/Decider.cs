using Signpost.Contracts.V1;
using Signpost.Recognition;

namespace Signpost.Edge.Vision;

/// <summary>Compares visits with the watchlist and hands over what matched.</summary>
internal sealed class Decider(IMatchSink sink, VisionOptions options, UnitCounters counters, StageTimings timings, TimeProvider time)
{
    /// <summary>Compares a visit, if it has enough shots.</summary>
    public void Decide(Visit visit, Deployment deployment, bool hasEnded)
    {
        // A visit that was compared with all of its shots already has nothing new to say at its end.
        if (!DecisionRule.MayDecide(visit.Templates, hasEnded, options) || (hasEnded && visit.IsSearched)) return;
        var start = time.GetTimestamp();
        var match = deployment.Search(visit.Templates.Average);
        timings.Search.Record(time.GetElapsedTime(start));
        if (!visit.IsSearched) counters.AddSearch();
        visit.BestScore = visit.IsSearched ? MathF.Max(visit.BestScore, match.Score) : match.Score;
        visit.IsSearched = true;

        var decision = DecisionRule.Decide(hasEnough: true, match, DecisionThresholds.Of(deployment.Order));
        if (visit.Told.Revision == 0) visit.Decision = decision;
        if (decision != VisitDecision.Match) return;
        switch (DecisionRule.Tell(match, visit.Told, options))
        {
            case Verdict.NewEvent:
                Tell(visit, deployment, new EventTold(Guid.CreateVersion7(time.GetUtcNow()), 1, match.Index, match.Score));
                counters.AddEvent();
                break;
            case Verdict.Revision:
                Tell(visit, deployment, visit.Told with { Revision = visit.Told.Revision + 1, Entry = match.Index, Score = match.Score });
                break;
        }
    }

    /// <summary>A visit is over: decides it with what there is, and counts it.</summary>
    /// <param name="visit">The visit, not overwritten yet.</param>
    /// <param name="deployment">The deployment under which it took place, or null when that is gone: then nothing is compared.</param>
    public void Conclude(Visit visit, Deployment? deployment)
    {
        if (deployment is not null)
        {
            Decide(visit, deployment, hasEnded: true);
            if (visit.IsSearched) counters.Scores.Add(visit.BestScore);
        }

        switch (visit.Decision)
        {
            case VisitDecision.Match:
                counters.AddMatched();
                break;
            case VisitDecision.NoMatch:
                counters.AddUnmatched();
                break;
            default:
                counters.AddUndecided();
                break;
        }
    }

    private void Tell(Visit visit, Deployment deployment, EventTold told)
    {
        visit.Told = told;
        var shots = Shots(visit.Templates, deployment, told.Entry);
        sink.TryAccept(new MatchFinding
        {
            EventId = told.EventId,
            Revision = told.Revision,
            Order = deployment.Order,
            BundleId = deployment.BundleId,
            Reference = deployment.Reference(told.Entry),
            Score = told.Score,
            VisitStartedAt = visit.StartedAt,
            CapturedAt = shots[^1].CapturedAt.ToDateTimeOffset(),
            DecidedAt = time.GetUtcNow(),
            Shots = shots,
            Face = visit.Probe.Box(),
            FrameWidth = visit.Probe.FrameWidth,
            FrameHeight = visit.Probe.FrameHeight,
            ProbeJpeg = visit.Probe.Encode(),
        });
    }

    // The evidence: every shot with its own score against the entry that is told, in the order of time.
    private static List<Shot> Shots(TemplateSet templates, Deployment deployment, int entry)
    {
        List<Shot> shots = [];
        for (var i = 0; i < templates.Count; i++) shots.Add(Wire(templates.Facts[i], deployment.Compare(entry, templates.Template(i))));
        shots.Sort((a, b) => a.CapturedAt.CompareTo(b.CapturedAt));
        return shots;
    }

    private static Shot Wire(in ShotFacts shot, float score) => new()
    {
        CapturedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(shot.CapturedAt),
        Quality = shot.Quality,
        FaceWidth = shot.FaceWidth,
        Score = score,
        Components = Wire(shot.Components),
    };

    private static ShotQuality Wire(in QualityComponents of) => new()
    {
        Sharpness = of.Sharpness,
        UnderExposurePrevention = of.UnderExposurePrevention,
        OverExposurePrevention = of.OverExposurePrevention,
        DynamicRange = of.DynamicRange,
        InterEyeDistance = of.InterEyeDistance,
        Yaw = of.Yaw,
        Pitch = of.Pitch,
        Roll = of.Roll,
        FrameEdge = of.FrameEdge,
        DetectorConfidence = of.DetectorConfidence,
    };
}
