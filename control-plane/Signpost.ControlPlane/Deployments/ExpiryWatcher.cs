using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Deployments;

/// <summary>Closes orders whose window is over, and deletes the alerts, and the key to later ones, of deployments whose alerts' retention is. Units close by themselves, on time and offline.</summary>
internal sealed class ExpiryWatcher(Transactions transactions, UnitSignals signals, UnitFeed feed, TimeProvider time, ILogger<ExpiryWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WatchAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end, also of a start that failed: the host takes a cancellation that it did not ask for itself for a fault.
        }
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        try
        {
            await RunAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.ExpiryFailed(e);
        }
    }

    /// <summary>One round.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        List<Guid> over, forgotten, unratified, incomplete;
        await using (var db = await transactions.ReadAsync(cancel))
        {
            over = await db.Deployments
                .Where(x => (x.State == DeploymentState.Drafted || x.State == DeploymentState.Authorised) && x.NotAfter <= now)
                .Select(x => x.Id)
                .ToListAsync(cancel);
            unratified = await db.Deployments
                .Where(x => x.RatifyBy <= now && x.RatifiedAt == null && x.SignedOrder != null && x.OutputsDeletedAt == null)
                .Select(x => x.Id)
                .ToListAsync(cancel);
            var dayAgo = now - DeletionView.Patience;
            incomplete = await db.Deployments
                .Where(x => x.EndedAt <= dayAgo && x.IncompleteSaidAt == null && db.Deliveries.Any(delivery => delivery.DeploymentId == x.Id && delivery.Receipt == null))
                .Select(x => x.Id)
                .ToListAsync(cancel);
            var closed = await db.Deployments
                .Where(x => x.EndedAt != null && db.Secrets.Any(secret => secret.DeploymentId == x.Id && secret.PrivateKey != null))
                .Select(x => new { x.Id, x.EndedAt, x.AlertRetentionHours })
                .ToListAsync(cancel);
            forgotten = closed.FindAll(x => x.EndedAt + TimeSpan.FromHours(x.AlertRetentionHours) <= now).ConvertAll(x => x.Id);
        }

        foreach (var id in unratified) await DropAsync(id, cancel);
        foreach (var id in over) await ExpireAsync(id, cancel);
        foreach (var id in incomplete) await SayIncompleteAsync(id, cancel);
        foreach (var id in forgotten) await ForgetKeyAsync(id, cancel);
    }

    private Task<Outcome<bool>> ExpireAsync(Guid id, CancellationToken cancel) => transactions.SystemAsync<bool>(
        AuditActor.ControlPlane,
        async work =>
        {
            var order = await work.Db.Deployments.SingleAsync(x => x.Id == id, cancel);
            if (order.State is not (DeploymentState.Drafted or DeploymentState.Authorised)) return false;
            work.Record(AuditActions.OrderExpired, [order.AuditSubject]);
            await DeploymentEnding.EndAsync(work, order, DeploymentState.Expired, signals, feed, cancel);
            work.AfterCommit(() => log.Expired(id));
            return true;
        },
        cancel);

    private Task<Outcome<bool>> DropAsync(Guid id, CancellationToken cancel) => transactions.SystemAsync<bool>(
        AuditActor.ControlPlane,
        async work =>
        {
            var order = await work.Db.Deployments.SingleAsync(x => x.Id == id, cancel);
            if (order.RatifiedAt is not null || order.OutputsDeletedAt is not null) return false;
            work.Record(AuditActions.OrderNotRatified, [order.AuditSubject], [("by", "time")]);
            if (order.State == DeploymentState.Authorised) await DeploymentEnding.EndAsync(work, order, DeploymentState.Expired, signals, feed, cancel);
            await UrgentOrders.DeleteOutputsAsync(work, order, cancel);
            work.AfterCommit(() => log.NotRatified(id));
            return true;
        },
        cancel);

    private Task<Outcome<bool>> SayIncompleteAsync(Guid id, CancellationToken cancel) => transactions.SystemAsync<bool>(
        AuditActor.ControlPlane,
        async work =>
        {
            var order = await work.Db.Deployments.SingleAsync(x => x.Id == id, cancel);
            var missing = await work.Db.Deliveries.Where(x => x.DeploymentId == id && x.Receipt == null).Select(x => x.UnitId).Distinct().ToListAsync(cancel);
            if (order.IncompleteSaidAt is not null || missing.Count == 0) return false;
            order.IncompleteSaidAt = work.Now;
            work.Record(AuditActions.DeletionIncomplete, [order.AuditSubject, .. missing.Select(AuditSubject.Unit)], [("missing", $"{missing.Count}")]);
            work.AfterCommit(() => feed.Deployment(id));
            work.AfterCommit(() => log.DeletionIncomplete(id, string.Join(' ', missing)));
            return true;
        },
        cancel);

    private Task<Outcome<bool>> ForgetKeyAsync(Guid id, CancellationToken cancel) => transactions.SystemAsync<bool>(
        AuditActor.ControlPlane,
        async work =>
        {
            if (await work.Db.Secrets.SingleOrDefaultAsync(x => x.DeploymentId == id, cancel) is not { } secret) return false;
            secret.PrivateKey = null;
            var alerts = await AlertDeletion.DeleteAsync(work, [id], cancel);
            work.Record(AuditActions.KeyDeleted, [AuditSubject.Deployment(id), .. alerts], [("alerts", $"{alerts.Count}")]);
            work.AfterCommit(() => log.KeyDeleted(id));
            return true;
        },
        cancel);
}
