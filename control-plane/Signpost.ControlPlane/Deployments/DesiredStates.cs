using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

internal sealed class DesiredStates(Transactions transactions, KeyVault vault, ListDeliveries deliveries) : IDesiredStates
{
    /// <summary>A unit has at most one urgent order pending: the newest are told, for those that were switched off meanwhile.</summary>
    private const int MostRatified = 4;

    public async Task<Desired?> ReadAsync(VerifiedBootKey bootKey, long? known, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        // One snapshot: a version must never go out with the order of another.
        await using var snapshot = await db.Database.BeginTransactionAsync(Snapshot(db), cancel);
        var assignment = await db.Assignments.AsNoTracking().SingleAsync(x => x.UnitId == bootKey.UnitId, cancel);
        if (assignment.DesiredVersion == known) return null;
        var desired = new Desired { Version = (ulong)assignment.DesiredVersion };
        if (await RosterService.NewestAsync(db, cancel) is { } roster) desired.Roster = ByteString.CopyFrom(roster.Bytes);
        desired.RatifiedOrders.AddRange((await db.Deployments.AsNoTracking()
            .Where(x => x.RatifiedAt != null && (x.State == DeploymentState.Ended || x.State == DeploymentState.Expired) && x.Units.Any(unit => unit.UnitId == bootKey.UnitId))
            .OrderByDescending(x => x.Id).Take(MostRatified).Select(x => x.SignedOrder!).ToListAsync(cancel)).Select(bytes => ByteString.CopyFrom(bytes)));
        if (assignment.DeploymentId is not { } id) return desired;
        var order = await db.Deployments.AsNoTracking()
            .Where(x => x.Id == id && x.State == DeploymentState.Authorised && x.SignedOrder != null && x.SignedHeader != null)
            .Select(x => new { x.SignedOrder, x.SignedHeader, x.BundleId, x.WatchlistId })
            .SingleOrDefaultAsync(cancel);
        var wrapped = await db.Secrets.Where(x => x.DeploymentId == id).Select(x => x.ContentKey).SingleOrDefaultAsync(cancel);
        if (order is null || wrapped is null) return desired;
        desired.Order = ByteString.CopyFrom(order.SignedOrder);
        desired.BundleHeader = ByteString.CopyFrom(order.SignedHeader);
        desired.Withdrawn.AddRange(await db.Entries.Where(x => x.WatchlistId == order.WatchlistId && x.WithheldAt != null).Select(x => x.Reference).ToListAsync(cancel));
        // Before it is sealed: a key that is out and not noted would be deleted by nobody's word.
        await deliveries.GiveAsync(id, bootKey, cancel);
        desired.ContentKey = Seal(wrapped, bootKey, order.BundleId);
        return desired;
    }

    private SealedContentKey Seal(byte[] wrapped, VerifiedBootKey bootKey, Guid bundleId)
    {
        var bytes = vault.Unwrap(Drafter.ContentKeyPurpose, wrapped);
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
