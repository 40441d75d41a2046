using System.Globalization;
using Signpost.Cli.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Signpost.Cli.Running;

/// <summary>The live panel: a row a unit, the last alerts, where the console is. Lines said meanwhile scroll above it.</summary>
internal sealed class PanelView(LiveDisplayContext live, IAnsiConsole terminal) : IRunView
{
    private const int AlertsShown = 5;
    private readonly Lock _gate = new();

    public void Say(string line)
    {
        lock (_gate)
        {
            terminal.WriteLine(line);
        }
    }

    public void Show(RunSnapshot snapshot)
    {
        lock (_gate)
        {
            live.UpdateTarget(Compose(snapshot));
        }
    }

    internal static IRenderable Compose(RunSnapshot snapshot) => new Rows(
        Units(snapshot),
        Alerts(snapshot),
        new Markup($"[bold]Console[/] {Markup.Escape(snapshot.Console.ToString())}   sign-ins: {Markup.Escape(snapshot.SignIns)}"),
        new Markup($"running {snapshot.Elapsed:hh\\:mm\\:ss}   restarts {snapshot.Restarts}   Ctrl-C stops"));

    private static Table Units(RunSnapshot snapshot)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Units");
        table.AddColumn("unit");
        table.AddColumn("state");
        foreach (var column in new[] { "frames/s", "dropped", "faces", "visits", "match events", "event to console" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }
        foreach (var (name, unit) in snapshot.Units)
        {
            var latency = Latency(snapshot.Alerts.Where(a => a.UnitId == unit?.Id));
            if (unit?.Health is not { } health)
            {
                table.AddRow(name, "starting", "", "", "", "", "", latency);
                continue;
            }
            table.AddRow(
                Markup.Escape(name),
                State(health),
                health.FramesPerSecond.ToString("0.0", CultureInfo.InvariantCulture),
                Count(health.DroppedFrames),
                Count(health.Faces),
                Count(health.Tracks),
                Count(health.MatchEvents),
                latency);
        }
        return table;
    }

    private static Table Alerts(RunSnapshot snapshot)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"Alerts: {snapshot.Alerts.Count}");
        table.AddColumns("captured (UTC)", "unit", "person", "score", "threshold", "stored after");
        foreach (var alert in snapshot.Alerts.TakeLast(AlertsShown).Reverse())
        {
            table.AddRow(
                alert.FirstCapturedAt.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(snapshot.Units.Where(u => u.Unit?.Id == alert.UnitId).Select(u => u.Name).FirstOrDefault(alert.UnitId)),
                Markup.Escape(snapshot.Persons.GetValueOrDefault(alert.EntryId, alert.Reference)),
                alert.Score.ToString("0.00", CultureInfo.InvariantCulture),
                alert.Threshold.ToString("0.00", CultureInfo.InvariantCulture),
                Milliseconds((alert.FirstStoredAt - alert.FirstCapturedAt).TotalMilliseconds));
        }
        return table;
    }

    private static string State(HealthReply health)
    {
        var text = Markup.Escape(health.Reasons.Count > 0 ? $"{health.State} ({string.Join(", ", health.Reasons)})" : health.State);
        return health.State == UnitStates.Recognising ? $"[green]{text}[/]" : $"[yellow]{text}[/]";
    }

    private static string Latency(IEnumerable<AlertReply> alerts) =>
        Reporting.Percentiles.Of(alerts.Select(a => (a.FirstStoredAt - a.FirstCapturedAt).TotalMilliseconds)) is { } times
            ? $"{Milliseconds(times.P50)} (p95 {Milliseconds(times.P95)})"
            : "";

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(double value) => value.ToString("0", CultureInfo.InvariantCulture) + " ms";
}
