namespace Signpost.Cli.Reporting;

/// <summary>Alerts held against the truth. A pure function, so that it can be tested to death.</summary>
internal sealed record AlertJudgement(int Total, int True, int False, IReadOnlyList<Visit> MissedVisits, IReadOnlyList<(string Unit, string Actor)> MissedPersons)
{
    /// <summary>How far outside the visit's times the deciding frame may lie: the scene's edge cuts the face before the person is gone.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>A visit shorter than this within the watch is not long enough to be called missed.</summary>
    public static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    /// <summary>
    /// An alert is true when its unit had the enrolled actor in view at that time; any other is false. A visit is missed when it lay
    /// fully within its unit's watch, lasted <see cref="LongEnough"/>, was an enrolled actor's and no true alert belongs to it. A person
    /// is missed by a unit when every such visit of theirs was, and no shorter one brought an alert either.
    /// </summary>
    public static AlertJudgement Of(IReadOnlyCollection<RaisedAlert> alerts, IReadOnlyCollection<Visit> visits, IReadOnlyCollection<Watch> watches)
    {
        var enrolled = visits.Where(v => v.Enrolled).ToArray();
        var isTrue = alerts.Count(alert => enrolled.Any(visit => Belongs(alert, visit)));
        var expected = enrolled.Where(visit => watches.Any(watch => Covers(watch, visit))).ToArray();
        var missed = expected.Where(visit => !alerts.Any(alert => Belongs(alert, visit))).ToArray();
        var missedPersons = expected
            .Select(visit => (visit.Unit, visit.Actor))
            .Distinct()
            .Where(person => !alerts.Any(alert => enrolled.Any(visit => visit.Unit == person.Unit && visit.Actor == person.Actor && Belongs(alert, visit))))
            .ToArray();
        return new(alerts.Count, isTrue, alerts.Count - isTrue, missed, missedPersons);
    }

    private static bool Belongs(RaisedAlert alert, Visit visit) =>
        alert.Unit == visit.Unit && alert.Actor == visit.Actor
        && alert.CapturedAt >= visit.EntersAt - Tolerance && alert.CapturedAt <= visit.LeavesAt + Tolerance;

    private static bool Covers(Watch watch, Visit visit) =>
        watch.Unit == visit.Unit && visit.EntersAt >= watch.From && visit.LeavesAt <= watch.Until && visit.LeavesAt - visit.EntersAt >= LongEnough;
}
