using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Units;

/// <summary>
/// Keeps the histograms of scores that units tell. When <see cref="KeepAsync"/> returns, the histogram is on disk, or was there, or is not to be kept;
/// a unit tells it again until it is answered.
/// </summary>
internal sealed class ScoreReports(Transactions transactions, ILogger<ScoreReports> log) : IScoreReports
{
    private const int Longest = 200;

    public async Task KeepAsync(string unitId, ScoreHistogram? told, CancellationToken cancel)
    {
        var reading = ScoreReading.Of(told, out var why);
        if (why is not null) log.ScoresNotKept(unitId, why);
        if (reading is null) return;
        var kept = await transactions.SystemAsync<bool>(
            AuditActor.ControlPlane,
            async work =>
            {
                if (!await work.Db.DeploymentUnits.AnyAsync(x => x.DeploymentId == reading.DeploymentId && x.UnitId == unitId, cancel)) return false;
                if (await work.Db.Scores.AnyAsync(x => x.UnitId == unitId && x.From == reading.From, cancel)) return true;
                work.Db.Scores.Add(new ScoreReport
                {
                    UnitId = unitId,
                    From = reading.From,
                    To = reading.To,
                    DeploymentId = reading.DeploymentId,
                    Entries = reading.Entries,
                    Counts = ScoreReading.Pack(reading.Counts),
                    ReceivedAt = work.Now,
                });
                return true;
            },
            cancel);
        if (kept.Succeeded(out var known, out _) && !known) log.ScoresNotKept(unitId, "no order of that id names the unit");
    }

    public async Task<Outcome<IReadOnlyList<ScoreReportView>>> ListAsync(StaffMember actor, string unitId, int limit, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Auditor) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        if (!await db.Units.AnyAsync(x => x.Id == unitId, cancel)) return UnitRules.NotFound;
        var rows = await db.Scores.AsNoTracking().Where(x => x.UnitId == unitId).OrderByDescending(x => x.From).Take(Math.Clamp(limit, 1, Longest)).ToListAsync(cancel);
        return Outcome.Of<IReadOnlyList<ScoreReportView>>(
            rows.ConvertAll(row => new ScoreReportView(row.From, row.To, row.DeploymentId, row.Entries, ScoreReading.Unpack(row.Counts))));
    }
}
