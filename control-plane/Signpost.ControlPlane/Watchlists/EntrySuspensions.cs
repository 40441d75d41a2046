using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>Two alerts of an entry that people rejected suspend it, whichever orders they came under, or a person does, until a person decides. Units are told at once: a suspended or withdrawn entry
/// matches nobody, under the order and the bundle that they have. That takes nobody's signature, because it can only make them do less.</summary>
internal sealed class EntrySuspensions(IEntryWithdrawals withdrawals)
{
    public const int RejectionsThatSuspend = 2;

    /// <summary>Counts a rejected alert. The caller's audit row names the entry.</summary>
    public async Task RejectedAsync(Work work, Guid entryId, CancellationToken cancel)
    {
        var entry = await work.Db.Entries.SingleAsync(x => x.Id == entryId, cancel);
        // The row itself is counted up, so that two people who reject at the same time do not both count one.
        entry.Rejections++;
        if (entry.Status != EntryStatus.Active || entry.Rejections < RejectionsThatSuspend) return;
        await SuspendAsync(work, entry, new EntrySuspension { Id = Guid.CreateVersion7(work.Now), EntryId = entry.Id, At = work.Now }, personal: null, cancel);
    }

    /// <summary>A person suspends an entry that two rejected alerts did not.</summary>
    public async Task<Problem?> SuspendAsync(Work work, WatchlistEntry entry, DataKey key, string by, string reason, CancellationToken cancel)
    {
        if (entry.Status != EntryStatus.Active) return Problem.Conflict("entry.not-active", $"The entry is {(entry.Status == EntryStatus.Suspended ? "suspended" : "withdrawn")} already.");
        var id = Guid.CreateVersion7(work.Now);
        var suspension = new EntrySuspension { Id = id, EntryId = entry.Id, At = work.Now, By = by, Why = key.Seal(EntryCells.SuspensionWhy(id), reason) };
        await SuspendAsync(work, entry, suspension, [AuditDigest.Field(reason)], cancel);
        return null;
    }

    /// <summary>A person's decision on a suspended entry.</summary>
    public async Task<Problem?> DecideAsync(Work work, WatchlistEntry entry, DataKey key, string decidedBy, bool keep, string reason, CancellationToken cancel)
    {
        if (entry.Status != EntryStatus.Suspended) return Problem.Conflict("entry.not-suspended", "The entry is not suspended; there is nothing to decide.");
        var open = await work.Db.Suspensions.SingleAsync(x => x.EntryId == entry.Id && x.DecidedAt == null, cancel);
        open.Outcome = keep ? EntryStatus.Active : EntryStatus.Withdrawn;
        open.DecidedAt = work.Now;
        open.DecidedBy = decidedBy;
        open.Reason = key.Seal(EntryCells.Suspension(open.Id), reason);
        if (keep) entry.Rejections = 0;
        await ChangeAsync(work, entry, open.Outcome.Value, cancel);
        work.Record(
            keep ? AuditActions.EntryKept : AuditActions.EntryWithdrawn, [entry.AuditSubject, AuditSubject.Watchlist(entry.WatchlistId)], [("reference", entry.Reference)],
            [AuditDigest.Field(reason)]);
        return null;
    }

    private async Task SuspendAsync(Work work, WatchlistEntry entry, EntrySuspension suspension, byte[][]? personal, CancellationToken cancel)
    {
        await ChangeAsync(work, entry, EntryStatus.Suspended, cancel);
        work.Db.Suspensions.Add(suspension);
        work.Record(
            AuditActions.EntrySuspended, [entry.AuditSubject, AuditSubject.Watchlist(entry.WatchlistId)], [("reference", entry.Reference), ("rejections", $"{entry.Rejections}")],
            personal);
    }

    private async Task ChangeAsync(Work work, WatchlistEntry entry, EntryStatus status, CancellationToken cancel)
    {
        entry.Status = status;
        // What an order drafted from now on carries is another list than before, and units take only newer ones.
        (await work.Db.Watchlists.SingleAsync(x => x.Id == entry.WatchlistId, cancel)).Revision++;
        await withdrawals.ChangedAsync(work, entry, cancel);
    }
}
