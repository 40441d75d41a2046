using Signpost.Contracts.V1;

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
        visit.IsSearched = true;

        switch (DecisionRule.Judge(match, deployment.Order.Threshold, visit.Told, options))
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

    private void Tell(Visit visit, Deployment deployment, EventTold told)
    {
        visit.Told = told;
        List<ShotFacts> shots = [.. visit.Templates.Facts];
        shots.Sort((a, b) => a.CapturedAt.CompareTo(b.CapturedAt));
        sink.TryAccept(new MatchFinding
        {
            EventId = told.EventId,
            Revision = told.Revision,
            Order = deployment.Order,
            BundleId = deployment.BundleId,
            Reference = deployment.Reference(told.Entry),
            Score = told.Score,
            VisitStartedAt = visit.StartedAt,
            CapturedAt = shots[^1].CapturedAt,
            DecidedAt = time.GetUtcNow(),
            Shots = shots.ConvertAll(Wire),
            Face = visit.Probe.Box(),
            FrameWidth = visit.Probe.FrameWidth,
            FrameHeight = visit.Probe.FrameHeight,
            ProbeJpeg = visit.Probe.Encode(),
        });
    }

    private static Shot Wire(ShotFacts shot) => new()
    {
        CapturedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(shot.CapturedAt),
        Quality = shot.Quality,
        FaceWidth = shot.FaceWidth,
    };
}
