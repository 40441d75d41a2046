using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Watchlists;

internal sealed class EntryWithholding(Transactions transactions, UnitSignals signals) : IEntryWithholding
{
    private const int LongestReason = 500;

    private static readonly Problem NotFound = Problem.NotFound("entry.not-found", "There is no such entry.");

    public Task<Outcome<DateTimeOffset>> WithholdAsync(StaffMember actor, Guid entryId, string reason, CancellationToken cancel = default) => ChangeAsync<DateTimeOffset>(
        actor, entryId, reason,
        async (work, entry) =>
        {
            if (entry.WithheldAt is not null) return Problem.Conflict("entry.withheld", "The entry is withheld already.");
            await WithholdAsync(work, entry, cancel);
            Record(work, AuditActions.EntryWithheld, entry, reason);
            return work.Now;
        },
        cancel);

    public Task<Outcome<bool>> RestoreAsync(StaffMember actor, Guid entryId, string reason, CancellationToken cancel = default) => ChangeAsync<bool>(
        actor, entryId, reason,
        async (work, entry) =>
        {
            if (entry.WithheldAt is null) return Problem.Conflict("entry.not-withheld", "The entry is not withheld.");
            entry.WithheldAt = null;
            await TellUnitsAsync(work, entry, cancel);
            Record(work, AuditActions.EntryRestored, entry, reason);
            return true;
        },
        cancel);

    /// <summary>For whoever has recorded why: from the commit on, units are told.</summary>
    internal Task WithholdAsync(Work work, WatchlistEntry entry, CancellationToken cancel)
    {
        entry.WithheldAt ??= work.Now;
        return TellUnitsAsync(work, entry, cancel);
    }

    private async Task<Outcome<T>> ChangeAsync<T>(
        StaffMember actor, Guid entryId, string reason, Func<Work, WatchlistEntry, Task<Outcome<T>>> change, CancellationToken cancel)
    {
        if (actor.Require(StaffRole.Author, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer) is { } forbidden) return forbidden;
        if (Check.Line("entry.reason", "The reason", reason, LongestReason) is { } wrong) return wrong;
        return await transactions.StaffAsync<T>(
            actor,
            async work => await work.Db.Entries.SingleOrDefaultAsync(x => x.Id == entryId, cancel) is { } entry ? await change(work, entry) : NotFound,
            cancel);
    }

    // Every unit that serves an order of the list asks at once what it is to hold.
    private async Task TellUnitsAsync(Work work, WatchlistEntry entry, CancellationToken cancel)
    {
        var serving = await work.Db.Assignments
            .Where(x => work.Db.Deployments.Any(order => order.Id == x.DeploymentId && order.WatchlistId == entry.WatchlistId))
            .ToListAsync(cancel);
        foreach (var assignment in serving)
        {
            assignment.DesiredVersion++;
            work.AfterCommit(() => signals.Changed(assignment.UnitId));
        }
    }

    private static void Record(Work work, string action, WatchlistEntry entry, string reason) => work.Record(
        action, [entry.AuditSubject, AuditSubject.Watchlist(entry.WatchlistId)], [("reference", entry.Reference)], [AuditDigest.Field(reason.Trim())]);
}
