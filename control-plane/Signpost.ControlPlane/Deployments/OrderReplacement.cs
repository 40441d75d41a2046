using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>One order takes over from another in one transaction. The way from the one list to the other is made while the keys of both are here: a moment later the earlier one
/// is deleted.</summary>
internal sealed class OrderReplacement(DataKeys keys, UnitSignals signals, UnitFeed feed)
{
    /// <summary>Ends the order that <paramref name="next"/> replaces, unless it has ended by itself. The caller assigns the units and records the rest.</summary>
    public async Task ReplaceAsync(Work work, Deployment next, string by, CancellationToken cancel)
    {
        var before = await work.Db.Deployments.SingleOrDefaultAsync(x => x.Id == next.ReplacesId && x.State == DeploymentState.Authorised, cancel);
        if (before is null) return;
        await AddDeltaAsync(work.Db, before, next, cancel);
        before.EndedBy = by;
        before.EndReason = $"Replaced by order {next.Id}.";
        work.Record(AuditActions.OrderEnded, [before.AuditSubject, next.AuditSubject], [("state", before.State.ToString()), ("replacedBy", next.Id.ToString())]);
        await DeploymentEnding.EndAsync(work, before, DeploymentState.Ended, signals, feed, cancel);
    }

    private async Task AddDeltaAsync(ControlPlaneDb db, Deployment before, Deployment next, CancellationToken cancel)
    {
        var from = await db.Bundles.AsNoTracking().SingleAsync(x => x.BundleId == before.BundleId, cancel);
        var to = await db.Bundles.SingleAsync(x => x.BundleId == next.BundleId, cancel);
        using var open = keys.Open(db);
        using var fromKey = await KeyAsync(db, open, before, cancel);
        using var toKey = await KeyAsync(db, open, next, cancel);
        var delta = BundleDeltaWriter.Write(new BundleCopy(before.HeaderBytes, from.Ciphertext, fromKey), new BundleCopy(next.HeaderBytes, to.Ciphertext, toKey));
        to.BaseBundleId = before.BundleId;
        to.Delta = delta.Length <= BundleDeltaReader.LongestDelta(to.Ciphertext.Length) ? delta : null;
    }

    private static async Task<ContentKey> KeyAsync(ControlPlaneDb db, OpenKeys open, Deployment order, CancellationToken cancel)
    {
        var contentKey = await db.Secrets.Where(x => x.DeploymentId == order.Id).Select(x => x.ContentKey).SingleAsync(cancel);
        var bytes = (await open.OfAsync(order.WatchlistId, cancel)).Open(Drafter.ContentKeyCell(order.Id), contentKey!);
        try
        {
            return ContentKey.From(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
