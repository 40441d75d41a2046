using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Units;

/// <summary>How the best scores of a unit's visits were spread: at least an hour, a hundred visits and a list of twenty.</summary>
/// <param name="From">When counting began. <paramref name="To"/>: when it ended.</param>
/// <param name="DeploymentId">The order in force.</param>
/// <param name="Entries">Length of the watchlist.</param>
/// <param name="Counts">Eleven: visits with a best score below 0, then in steps of 0.1 up to 1.</param>
public sealed record ScoreReportView(DateTimeOffset From, DateTimeOffset To, Guid DeploymentId, int Entries, IReadOnlyList<uint> Counts);

/// <summary>Score evidence, for auditors: enough to see whether a threshold sits where it should, and nothing of anybody.</summary>
public interface IScoreReports
{
    /// <summary>Auditor: the newest histograms of a unit first, at most <paramref name="limit"/> (1 to 200).</summary>
    Task<Outcome<IReadOnlyList<ScoreReportView>>> ListAsync(StaffMember actor, string unitId, int limit, CancellationToken cancel = default);
}
