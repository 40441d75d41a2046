using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Which boots of which units were handed a list's key, and which of them have vouched for its deletion.</summary>
internal sealed class ListDeliveries(Transactions transactions, UnitFeed feed, ILogger<ListDeliveries> log)
{
    /// <summary>A unit's time is the control plane's, but for the way of the answer.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>Notes a delivery. When it returns, it is on the disk: the key may go out. A receipt from before does not cover what is given now.</summary>
    public async Task GiveAsync(Guid deploymentId, VerifiedBootKey bootKey, CancellationToken cancel)
    {
        var boot = SHA256.HashData(bootKey.PublicKey.Span);
        await using (var db = await transactions.ReadAsync(cancel))
        {
            if (await db.Deliveries.AnyAsync(x => x.DeploymentId == deploymentId && x.UnitId == bootKey.UnitId && x.BootKeyDigest == boot && x.Receipt == null, cancel)) return;
        }

        await transactions.SystemAsync<bool>(
            AuditActor.ControlPlane,
            async work =>
            {
                var known = await FindAsync(work.Db, deploymentId, bootKey.UnitId, boot, cancel);
                if (known is null)
                    work.Db.Deliveries.Add(new ListDelivery { DeploymentId = deploymentId, UnitId = bootKey.UnitId, BootKeyDigest = boot, GivenAt = work.Now });
                else
                    (known.GivenAt, known.Receipt, known.PurgedAt, known.ReceivedAt) = (work.Now, null, null, null);
                return true;
            },
            cancel);
    }

    /// <summary>Keeps a unit's receipt. Asked again, nothing changes. One for a list that was never given is passed over: the unit is to forget it.</summary>
    public async Task<Outcome<bool>> ReceiveAsync(Unit unit, ReadOnlyMemory<byte> receipt, CancellationToken cancel)
    {
        if (!DeletionReceipts.Verify(receipt, unit.Id, unit.SigningPublicKey).TryGet(out var read, out var refusal)) return Problem.Invalid("receipt.refused", refusal.Detail);
        return await transactions.SystemAsync<bool>(
            AuditActor.Unit(unit.Id),
            async work =>
            {
                if (await FindAsync(work.Db, read.OrderId, unit.Id, read.BootKeyDigest.ToArray(), cancel) is not { } delivery)
                {
                    work.AfterCommit(() => log.ReceiptOfNothing(unit.Id, read.OrderId));
                    return false;
                }

                if (delivery.Receipt is not null) return true;
                var bundle = await work.Db.Deployments.Where(x => x.Id == read.OrderId).Select(x => x.BundleId).SingleAsync(cancel);
                if (read.BundleId != bundle || read.PurgedAt < delivery.GivenAt - Tolerance)
                {
                    // Of an earlier time at which this boot had the list, or of another one: it says nothing of what was given since.
                    work.AfterCommit(() => log.ReceiptOfNothing(unit.Id, read.OrderId));
                    return false;
                }

                // A unit that refuses the same list at every new line says nothing new.
                var isNews = read.Reason != DeletionReason.NeverLoaded || delivery.Reason != DeletionReason.NeverLoaded;
                (delivery.Receipt, delivery.Reason, delivery.PurgedAt, delivery.ReceivedAt) = (receipt.ToArray(), read.Reason, read.PurgedAt, work.Now);
                if (!isNews) return true;
                work.Record(
                    AuditActions.ListDeleted, [AuditSubject.Deployment(read.OrderId), AuditSubject.Unit(unit.Id)],
                    [("reason", read.Reason.ToString()), ("purgedAt", read.PurgedAt.ToString("O"))]);
                work.AfterCommit(() => feed.Deployment(read.OrderId));
                work.AfterCommit(() => log.ReceiptKept(unit.Id, read.OrderId, read.Reason));
                return true;
            },
            cancel);
    }

    private static Task<ListDelivery?> FindAsync(ControlPlaneDb db, Guid deploymentId, string unitId, byte[] boot, CancellationToken cancel) =>
        db.Deliveries.SingleOrDefaultAsync(x => x.DeploymentId == deploymentId && x.UnitId == unitId && x.BootKeyDigest == boot, cancel);
}
