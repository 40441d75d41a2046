using Signpost.Cli.Api;
using Signpost.Cli.Reporting;

namespace Signpost.Cli.Running;

/// <summary>Turns what was seen during a run into its report.</summary>
internal static class ReportComposer
{
    public static RunReport Compose(
        UpOptions options, IReadOnlyList<UnitSeat> seats, Monitor monitor, Fleet fleet, double threshold, TimeSpan duration)
    {
        var raised = monitor.RaisedAlerts();
        var judgement = monitor.Visits() is { } visits ? AlertJudgement.Of(raised, visits, monitor.Watches()) : null;
        UnitReport[] units = [.. seats.Select(seat => Unit(seat, monitor.Of(seat)?.Health, monitor.BeforeStop(seat)))];
        var problems = Verdict.ProblemsOf(new(units, judgement, fleet.Crashes, fleet.Killed, monitor.EveryUnitRecognises));
        return new(
            problems.Count == 0,
            problems,
            Math.Round(duration.TotalSeconds, 1),
            judgement is null ? null : options.Seed,
            Math.Round(threshold, 4),
            units,
            new(raised.Count, judgement?.True, judgement?.False, judgement?.MissedVisits.Count, judgement?.MissedPersons.Count),
            new(Percentiles.Of(raised.Select(a => (a.StoredAt - a.CapturedAt).TotalMilliseconds))),
            [.. fleet.Programs.Select(p => new ProcessReport(p.Spec.Name, Megabytes(p.PeakMemory), p.Crashes))],
            fleet.Crashes);
    }

    // Counts are the last there are; state and pace are those before it was told to stop.
    private static UnitReport Unit(UnitSeat seat, HealthReply? health, HealthReply? beforeStop) => new(
        seat.Folder.Name,
        beforeStop?.State ?? "unknown",
        Math.Round(beforeStop?.FramesPerSecond ?? 0, 2),
        health?.Frames ?? 0,
        health?.DroppedFrames ?? 0,
        health?.Faces ?? 0,
        health?.Tracks ?? 0,
        health?.MatchEvents ?? 0,
        health?.QueuedMessages ?? 0,
        Stages(health),
        Megabytes(seat.Program.PeakMemory));

    private static Dictionary<string, Percentiles> Stages(HealthReply? health) => health is null
        ? []
        : new()
        {
            ["decode"] = Stage(health.Decode),
            ["detect"] = Stage(health.Detect),
            ["track"] = Stage(health.Track),
            ["embed"] = Stage(health.Embed),
            ["search"] = Stage(health.Search),
        };

    private static Percentiles Stage(StageReply stage) => new(stage.P50Ms, stage.P95Ms);

    private static double Megabytes(long bytes) => Math.Round(bytes / 1048576.0, 1);
}
