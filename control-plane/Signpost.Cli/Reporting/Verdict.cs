using System.Globalization;

namespace Signpost.Cli.Reporting;

/// <summary>What a run is judged by.</summary>
/// <param name="Alerts">Null when the scene is not the simulated one.</param>
/// <param name="Killed">Programs that did not end when asked to.</param>
internal sealed record Evidence(IReadOnlyList<UnitReport> Units, AlertJudgement? Alerts, int Crashes, int Killed, bool EveryUnitRecognised);

/// <summary>Decides whether a run was a good one. <c>up --help</c> states the same rules.</summary>
internal static class Verdict
{
    /// <summary>A pipeline that is too slow for its camera drops frames and counts them; up to this share is the machine's hiccup.</summary>
    public const double TolerableDrops = 0.01;

    /// <summary>And so many frames, however short the run: in a clip of two seconds a single hiccup is more than that share.</summary>
    public const long TolerableFrames = 3;

    /// <summary>A line for each thing that went wrong; none: all well.</summary>
    public static IReadOnlyList<string> ProblemsOf(Evidence evidence)
    {
        var problems = new List<string>();
        if (!evidence.EveryUnitRecognised) problems.Add("not every unit came to recognise");
        if (evidence.Crashes > 0) problems.Add(Line($"{evidence.Crashes} crashes: a program had to be started again"));
        if (evidence.Killed > 0) problems.Add(Line($"{evidence.Killed} programs did not end when asked to and were killed"));
        foreach (var unit in evidence.Units)
        {
            if (unit.Frames == 0) problems.Add($"{unit.Unit} saw no frame: look at its source and its log");
            if (unit.UnsentEvents > 0) problems.Add(Line($"{unit.Unit} still holds {unit.UnsentEvents} events that the control plane does not have"));
            if (unit.DroppedFrames > Math.Max(TolerableFrames, TolerableDrops * (unit.Frames + unit.DroppedFrames)))
            {
                problems.Add(Line($"{unit.Unit} dropped {unit.DroppedFrames} of {unit.Frames + unit.DroppedFrames} frames: the machine is too slow for its cameras"));
            }
        }
        if (evidence.Alerts is { False: > 0 } alerts) problems.Add(Line($"{alerts.False} false alerts"));
        foreach (var (unit, actor) in evidence.Alerts?.MissedPersons ?? []) problems.Add($"{unit} saw {actor}, who is enrolled, and never alerted");
        return problems;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
