using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Orders that one officer began. Units hold to the same by themselves.</summary>
internal static class UrgentOrders
{
    /// <summary>Urgent orders of these units that were begun and not ratified.</summary>
    public static Task<List<Guid>> PendingAsync(ControlPlaneDb db, IReadOnlyCollection<string> unitIds, Guid? except, CancellationToken cancel) =>
        db.Deployments
            .Where(x => x.RatifyBy != null && x.RatifiedAt == null && x.SignedOrder != null && x.Id != except && x.Units.Any(unit => unitIds.Contains(unit.UnitId)))
            .OrderBy(x => x.DraftedAt).Select(x => x.Id).ToListAsync(cancel);

    public static Problem IsPending(Guid earlier) =>
        Problem.Conflict("order.urgent-pending", $"Urgent order {earlier} of one of these units was never ratified. There is no second one before: have a senior authorising officer ratify it, or draft an order that two people sign.");

    /// <summary>Nobody stood behind it with the one who began it: whatever it brought about is deleted, and the record says so.</summary>
    public static async Task DeleteOutputsAsync(Work work, Deployment order, CancellationToken cancel)
    {
        var alerts = await AlertDeletion.DeleteAsync(work, [order.Id], cancel);
        if (await work.Db.Secrets.SingleOrDefaultAsync(x => x.DeploymentId == order.Id, cancel) is { } secret) work.Db.Secrets.Remove(secret);
        order.OutputsDeletedAt = work.Now;
        work.Record(AuditActions.OutputsDeleted, [order.AuditSubject, .. alerts], [("alerts", $"{alerts.Count}")]);
    }
}
