using Signpost.Cli.Api;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Reporting;

namespace Signpost.Cli.Running;

/// <summary>Reads units and alerts from the control plane once a second and remembers what the report needs.</summary>
/// <param name="began">When this run began: what a unit reported before that was about another one.</param>
internal sealed class Monitor(
    Staff staff,
    DataFolder data,
    Fleet fleet,
    IReadOnlyList<UnitSeat> seats,
    DeploymentState deployment,
    DateTimeOffset began,
    TimeProvider time)
{
    private readonly Dictionary<string, DateTimeOffset> _recognisingSince = [];
    private readonly List<AlertReply> _alerts = [];
    private IReadOnlyList<UnitReply> _units = [];
    private long _lastAlert;
    private long _startedAt;
    private DateTimeOffset? _until;
    private IReadOnlyList<UnitReply> _unitsBeforeStop = [];

    public IReadOnlyList<AlertReply> Alerts => _alerts;

    public bool EveryUnitRecognises => seats.All(seat => _recognisingSince.ContainsKey(seat.UnitId));

    /// <summary>Whether every file in place of a camera is at its end.</summary>
    public bool EverySourceEnded => seats.All(seat => seat.Program.HasEnded || Of(seat)?.Health is { SourceEnded: true });

    public TimeSpan Elapsed => time.GetElapsedTime(_startedAt);

    public UnitReply? Of(UnitSeat seat) => _units.FirstOrDefault(u => u.Id == seat.UnitId);

    /// <summary>Leaves out the alerts of earlier runs. From now on the run's time counts.</summary>
    public async Task StartAsync(CancellationToken stopping)
    {
        while (await ReadAlertsAsync(stopping) > 0)
        {
            // Pages of earlier alerts.
        }
        _alerts.Clear();
        _startedAt = time.GetTimestamp();
    }

    /// <summary>The control plane's present word. While it restarts the last one stands.</summary>
    public async Task<RunSnapshot> ReadAsync(CancellationToken stopping)
    {
        fleet.SampleMemory();
        try
        {
            var now = time.GetUtcNow();
            var units = await (await staff.AsAsync(SignIns.FieldEngineer, stopping)).UnitsAsync(stopping);
            _units = [.. units.Select(unit => unit.Health?.ReceivedAt < began ? unit with { Health = null } : unit)];
            foreach (var seat in seats)
            {
                // Its state comes first, its camera's first picture some time later.
                if (Of(seat)?.Health is { State: UnitStates.Recognising, Frames: > 0 }) _recognisingSince.TryAdd(seat.UnitId, now);
            }
            await ReadAlertsAsync(stopping);
        }
        catch (HttpRequestException)
        {
            // It is being started again; the supervisor says so.
        }
        return new(
            Elapsed,
            staff.Console,
            data.SignIns,
            [.. seats.Select(seat => (seat.Folder.Name, Of(seat)))],
            [.. _alerts],
            deployment.Persons,
            fleet.Crashes);
    }

    /// <summary>What the unit last said before it was asked to stop.</summary>
    public HealthReply? BeforeStop(UnitSeat seat) => _unitsBeforeStop.FirstOrDefault(u => u.Id == seat.UnitId)?.Health;

    /// <summary>Visits that were not over by now are nobody's miss.</summary>
    public void EndWatch()
    {
        _until = time.GetUtcNow();
        _unitsBeforeStop = _units;
    }

    public IReadOnlyList<Watch> Watches() =>
        [.. seats.Where(seat => _recognisingSince.ContainsKey(seat.UnitId)).Select(seat => new Watch(seat.UnitId, _recognisingSince[seat.UnitId], _until ?? time.GetUtcNow()))];

    public IReadOnlyList<RaisedAlert> RaisedAlerts() =>
        [.. _alerts.Select(a => new RaisedAlert(a.UnitId, deployment.Persons.GetValueOrDefault(a.EntryId), a.FirstCapturedAt, a.FirstStoredAt))];

    /// <summary>Null when a camera is not the simulated one.</summary>
    public IReadOnlyList<Visit>? Visits()
    {
        if (!seats.All(seat => seat.Source.IsSimulated)) return null;
        return [.. seats.SelectMany(seat => SceneTruth.VisitsOf(seat.UnitId, seat.Folder.TruthFiles().Select(SceneTruth.Read).OfType<SceneTruth>()))];
    }

    private async Task<int> ReadAlertsAsync(CancellationToken stopping)
    {
        var alerts = await (await staff.AsAsync(SignIns.Operator, stopping)).AlertsAsync(_lastAlert, stopping);
        _alerts.AddRange(alerts);
        if (alerts.Count > 0) _lastAlert = alerts.Max(a => a.Id);
        return alerts.Count;
    }
}
