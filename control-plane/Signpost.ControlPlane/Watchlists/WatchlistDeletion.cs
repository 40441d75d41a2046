using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>
/// The end of a list: its entries, the alerts they led to, the secrets of its orders, and its key, in one transaction; then the old master. What stays is a row without a name, for
/// the orders that were drafted from it, and the record.
/// </summary>
internal sealed class WatchlistDeletion(DataKeys keys)
{
    private const string Nameless = "deleted";

    public async Task<Outcome<bool>> DeleteAsync(Work work, Guid watchlistId, CancellationToken cancel)
    {
        var list = await work.Db.Watchlists.SingleOrDefaultAsync(x => x.Id == watchlistId && x.DeletedAt == null, cancel);
        if (list is null) return WatchlistService.NotFound;
        var orders = await work.Db.Deployments.AsNoTracking().Where(x => x.WatchlistId == watchlistId)
            .Select(x => new { x.Id, x.State, x.EndedAt, x.AlertRetentionHours }).ToListAsync(cancel);
        if (orders.Find(x => x.State is DeploymentState.Drafted or DeploymentState.Authorised) is { } used)
            return Problem.Conflict("watchlist.in-use", $"Order {used.Id} uses this watchlist: end it first.");
        var ids = orders.ConvertAll(x => x.Id);
        var kept = (await work.Db.Alerts.Where(x => ids.Contains(x.DeploymentId)).Select(x => x.DeploymentId).Distinct().ToListAsync(cancel)).ToHashSet();
        if (orders.Find(x => kept.Contains(x.Id) && x.EndedAt + TimeSpan.FromHours(x.AlertRetentionHours) > work.Now) is { } retained)
        {
            return Problem.Conflict(
                "watchlist.alerts-kept", $"Alerts of order {retained.Id} are kept until {retained.EndedAt + TimeSpan.FromHours(retained.AlertRetentionHours):u}, as it says; the list goes after that.");
        }

        var alerts = await AlertDeletion.DeleteAsync(work, ids, cancel);
        var entries = await work.Db.Entries.Where(x => x.WatchlistId == watchlistId).ToListAsync(cancel);
        // Their pictures go with them, in the database.
        work.Db.Suspensions.RemoveRange(await work.Db.Suspensions.Where(x => work.Db.Entries.Any(entry => entry.Id == x.EntryId && entry.WatchlistId == watchlistId)).ToListAsync(cancel));
        work.Db.Entries.RemoveRange(entries);
        work.Db.Acknowledged.RemoveRange(await work.Db.Acknowledged.Where(x => x.WatchlistId == watchlistId).ToListAsync(cancel));
        work.Db.Secrets.RemoveRange(await work.Db.Secrets.Where(x => ids.Contains(x.DeploymentId)).ToListAsync(cancel));
        await keys.DeleteAsync(work, watchlistId, cancel);
        list.Name = Nameless;
        list.DeletedAt = work.Now;
        list.Revision++;
        work.Record(AuditActions.WatchlistDeleted, [list.AuditSubject, .. entries.Select(x => x.AuditSubject), .. alerts], [("entries", $"{entries.Count}"), ("alerts", $"{alerts.Count}")]);
        return true;
    }
}
