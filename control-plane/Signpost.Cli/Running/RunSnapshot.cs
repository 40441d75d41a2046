using Signpost.Cli.Api;
using Signpost.Cli.Reporting;

namespace Signpost.Cli.Running;

/// <summary>The run at one moment, as the control plane tells it.</summary>
/// <param name="Units">By the run's names for them; null where the unit has not reported yet.</param>
/// <param name="Alerts">Those of this run, oldest first.</param>
internal sealed record RunSnapshot(
    TimeSpan Elapsed,
    Uri Console,
    string SignIns,
    IReadOnlyList<(string Name, UnitReply? Unit)> Units,
    IReadOnlyList<AlertReply> Alerts,
    IReadOnlyDictionary<Guid, string> Persons,
    int Restarts)
{
    public Percentiles? LatencyMs => Percentiles.Of(Alerts.Select(a => (a.FirstStoredAt - a.FirstCapturedAt).TotalMilliseconds));
}
