using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Deployments;

/// <summary>The end of an order: its units forget it at once, and the key of its list is gone.</summary>
internal static class DeploymentEnding
{
    /// <summary>The caller has recorded it.</summary>
    public static async Task EndAsync(Work work, Deployment order, DeploymentState state, UnitSignals signals, UnitFeed feed, CancellationToken cancel)
    {
        order.State = state;
        order.EndedAt = work.Now;
        order.Revision++;
        foreach (var assignment in await work.Db.Assignments.Where(x => x.DeploymentId == order.Id).ToListAsync(cancel))
        {
            assignment.DeploymentId = null;
            assignment.DesiredVersion++;
            work.AfterCommit(() => signals.Changed(assignment.UnitId));
            work.AfterCommit(() => feed.Unit(assignment.UnitId));
        }

        // Alerts on their way still open: the deployment's private key stays as long as they do.
        var secret = await work.Db.Secrets.SingleOrDefaultAsync(x => x.DeploymentId == order.Id, cancel);
        if (secret is not null) secret.ContentKey = null;
        var bundle = await work.Db.Bundles.SingleOrDefaultAsync(x => x.DeploymentId == order.Id, cancel);
        if (bundle is not null) work.Db.Bundles.Remove(bundle);
        work.AfterCommit(() => feed.Deployment(order.Id));
    }
}
