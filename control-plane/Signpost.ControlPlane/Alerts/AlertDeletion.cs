using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Alerts;

/// <summary>Deletes alerts with all that hangs on them.</summary>
internal static class AlertDeletion
{
    /// <summary>Those of some orders. The caller's audit row names what is returned.</summary>
    public static async Task<IReadOnlyList<AuditSubject>> DeleteAsync(Work work, IReadOnlyCollection<Guid> orderIds, CancellationToken cancel)
    {
        var alerts = await work.Db.Alerts.Include(x => x.Decision).Where(x => orderIds.Contains(x.DeploymentId)).ToListAsync(cancel);
        work.Db.Sightings.RemoveRange(
            await work.Db.Sightings.Where(x => work.Db.Alerts.Any(alert => alert.Id == x.AlertId && orderIds.Contains(alert.DeploymentId))).ToListAsync(cancel));
        work.Db.Decisions.RemoveRange(alerts.Select(x => x.Decision).OfType<AlertDecisionRow>());
        // Their probes go with them, in the database.
        work.Db.Alerts.RemoveRange(alerts);
        return alerts.ConvertAll(x => AuditSubject.Alert(x.Id));
    }
}

/// <summary>Where the sealed parts of an alert stand.</summary>
internal static class AlertCells
{
    /// <summary>By what identifies the visit, which is known before the row has a number.</summary>
    public static Storage.Keys.Cell Probe(string unitId, Guid eventId) => new("AlertProbes", "Jpeg", $"{unitId} {eventId}");

    public static Storage.Keys.Cell Decision(long alertId) => new("AlertDecisions", "Note", alertId);
}
