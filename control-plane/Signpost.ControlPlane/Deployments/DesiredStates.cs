using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

internal sealed class DesiredStates(Transactions transactions, DataKeys keys, ListDeliveries deliveries) : IDesiredStates
{
    /// <summary>A unit has at most one urgent order pending: the newest are told, for those that were switched off meanwhile.</summary>
    private const int MostRatified = 4;

    public async Task<Desired?> ReadAsync(VerifiedBootKey bootKey, long? known, CancellationToken cancel)
    {
        var (desired, keyOf) = await SnapshotAsync(bootKey, known, cancel);
        // Before it goes out: a key that is out and not noted would be deleted by nobody's word.
        if (keyOf is { } deployment) await deliveries.GiveAsync(deployment, bootKey, cancel);
        return desired;
    }

    /// <returns>What is desired, or null when that is known; and whose list's key is in it.</returns>
    private async Task<(Desired? Desired, Guid? KeyOf)> SnapshotAsync(VerifiedBootKey bootKey, long? known, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        // One snapshot: a version must never go out with the order of another.
        await using var snapshot = await db.Database.BeginTransactionAsync(Snapshot(db), cancel);
        var assignment = await db.Assignments.AsNoTracking().SingleAsync(x => x.UnitId == bootKey.UnitId, cancel);
        if (assignment.DesiredVersion == known) return (null, null);
        var desired = new Desired { Version = (ulong)assignment.DesiredVersion };
        if (await RosterService.NewestAsync(db, cancel) is { } roster) desired.Roster = ByteString.CopyFrom(roster.Bytes);
        desired.RatifiedOrders.AddRange((await db.Deployments.AsNoTracking()
            .Where(x => x.RatifiedAt != null && (x.State == DeploymentState.Ended || x.State == DeploymentState.Expired) && x.Units.Any(unit => unit.UnitId == bootKey.UnitId))
            .OrderByDescending(x => x.Id).Take(MostRatified).Select(x => x.SignedOrder!).ToListAsync(cancel)).Select(bytes => ByteString.CopyFrom(bytes)));
        if (assignment.DeploymentId is not { } id) return (desired, null);
        var order = await db.Deployments.AsNoTracking()
            .Where(x => x.Id == id && x.State == DeploymentState.Authorised && x.SignedOrder != null && x.SignedHeader != null)
            .Select(x => new { x.SignedOrder, x.SignedHeader, x.BundleId, x.WatchlistId })
            .SingleOrDefaultAsync(cancel);
        var contentKey = await db.Secrets.Where(x => x.DeploymentId == id).Select(x => x.ContentKey).SingleOrDefaultAsync(cancel);
        if (order is null || contentKey is null) return (desired, null);
        desired.Order = ByteString.CopyFrom(order.SignedOrder);
        desired.BundleHeader = ByteString.CopyFrom(order.SignedHeader);
        desired.Withdrawn.AddRange(await db.Entries.Where(x => x.WatchlistId == order.WatchlistId && x.Status != EntryStatus.Active).Select(x => x.Reference).ToListAsync(cancel));
        using var open = keys.Open(db);
        desired.ContentKey = Seal(await open.OfAsync(order.WatchlistId, cancel), id, contentKey, bootKey, order.BundleId);
        return (desired, id);
    }

    private static SealedContentKey Seal(DataKey listKey, Guid orderId, SealedValue contentKey, VerifiedBootKey bootKey, Guid bundleId)
    {
        var bytes = listKey.Open(Drafter.ContentKeyCell(orderId), contentKey);
        try
        {
            using var key = ContentKey.From(bytes);
            return ContentKeySealer.Seal(key, bootKey, bundleId);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    // SQLite's Serializable begins as a writer; ReadUncommitted is its deferred (reading) transaction, and in WAL mode a snapshot all the same.
    private static System.Data.IsolationLevel Snapshot(ControlPlaneDb db) =>
        db.IsSqlite ? System.Data.IsolationLevel.ReadUncommitted : System.Data.IsolationLevel.RepeatableRead;
}
