using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Alerts;

internal sealed class AlertService(Transactions transactions, DataKeys keys, EntrySuspensions suspensions, AlertFeed feed) : IAlertService
{
    private const string Jpeg = "image/jpeg";
    private const int LongestReason = 500;
    private static readonly StaffRole[] Readers = [StaffRole.Operator, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer, StaffRole.Author, StaffRole.Auditor];
    private static readonly StaffRole[] Deciders = [StaffRole.Operator, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer];
    private static readonly Problem NotFound = Problem.NotFound("alert.not-found", "There is no such alert.");

    public Task<Outcome<IReadOnlyList<AlertView>>> ListAsync(StaffMember actor, long afterId, int limit, CancellationToken cancel = default) =>
        QueryAsync(actor, alerts => alerts.Where(x => x.Id > afterId).OrderBy(x => x.Id).Take(Math.Clamp(limit, 1, 1000)), cancel);

    public Task<Outcome<IReadOnlyList<AlertView>>> NewestAsync(StaffMember actor, int limit, bool undecidedOnly, CancellationToken cancel = default) =>
        QueryAsync(
            actor, alerts => alerts.Where(x => !undecidedOnly || (x.Decision == null && !x.OfSuspendedEntry)).OrderByDescending(x => x.Id).Take(Math.Clamp(limit, 1, 1000)), cancel, newestFirst: true);

    public async Task<Outcome<AlertView>> GetAsync(StaffMember actor, long alertId, CancellationToken cancel = default)
    {
        var found = await QueryAsync(actor, alerts => alerts.Where(x => x.Id == alertId), cancel);
        if (!found.Succeeded(out var alerts, out var problem)) return problem;
        return alerts is [var alert] ? alert : NotFound;
    }

    public Task<Outcome<Picture>> ProbeAsync(StaffMember actor, long alertId, CancellationToken cancel = default) =>
        LookAsync(
            actor, alertId, alert => AlertCells.Probe(alert.UnitId, alert.EventId),
            (db, alert) => db.Probes.Where(x => x.AlertId == alert.Id).Select(x => x.Jpeg).SingleOrDefaultAsync(cancel), cancel);

    public Task<Outcome<Picture>> ReferenceAsync(StaffMember actor, long alertId, CancellationToken cancel = default) =>
        LookAsync(
            actor, alertId, alert => EntryCells.Crop(alert.EntryId),
            (db, alert) => db.EntryImages.Where(x => x.EntryId == alert.EntryId).Select(x => x.Crop).SingleOrDefaultAsync(cancel), cancel);

    public async Task<Outcome<AlertView>> DecideAsync(
        StaffMember actor, long alertId, AlertDecision decision, string reason, long? revision, CancellationToken cancel = default)
    {
        if (actor.Require(Deciders) is { } forbidden) return forbidden;
        if (Check.Listed("alert.decision", "The decision", decision) is { } unknown) return unknown;
        if (Check.Line("alert.reason", "The reason", reason, LongestReason) is { } missing) return missing;
        var decided = await transactions.StaffAsync<AlertDecisionRow>(
            actor,
            async work =>
            {
                var alert = await work.Db.Alerts.AsNoTracking().Include(x => x.Decision).SingleOrDefaultAsync(x => x.Id == alertId, cancel);
                if (alert is null) return NotFound;
                if (alert.Decision is not null) return Problem.Conflict("alert.decided", $"{alert.Decision.DecidedBy} has decided on this alert already.");
                if (revision is < 1 || revision > alert.Revision) return Problem.Invalid("alert.revision", $"The alert has revisions 1 to {alert.Revision}.");
                using var open = keys.Open(work.Db);
                if (await KeyAsync(work.Db, open, alert.EntryId, cancel) is not { } key) return NotFound;
                var row = new AlertDecisionRow
                {
                    AlertId = alertId,
                    Decision = decision,
                    Note = key.Seal(AlertCells.Decision(alertId), reason.Trim()),
                    StaffId = actor.Id,
                    DecidedBy = actor.UserName,
                    DecidedAt = work.Now,
                    Revision = revision ?? alert.Revision,
                };
                work.Db.Decisions.Add(row);
                work.Record(
                    AuditActions.AlertDecided,
                    [AuditSubject.Alert(alertId), AuditSubject.Deployment(alert.DeploymentId), AuditSubject.Entry(alert.EntryId)],
                    [("decision", decision == AlertDecision.Confirm ? "confirm" : "reject"), ("revision", $"{row.Revision}")],
                    [AuditDigest.Field(reason.Trim())]);
                if (decision == AlertDecision.Reject) await suspensions.RejectedAsync(work, alert.EntryId, cancel);
                work.AfterCommit(() => feed.Announce(new AlertChange(alertId, alert.UnitId, IsNew: false, IsDecision: true)));
                return row;
            },
            cancel);
        return decided.Succeeded(out _, out var problem) ? await GetAsync(actor, alertId, cancel) : problem;
    }

    private async Task<Outcome<Picture>> LookAsync(
        StaffMember actor, long alertId, Func<Alert, Cell> cell, Func<ControlPlaneDb, Alert, Task<SealedValue?>> picture, CancellationToken cancel)
    {
        if (actor.Require(Deciders) is { } forbidden) return forbidden;
        await using (var db = await transactions.ReadAsync(cancel))
        {
            var alert = await db.Alerts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == alertId, cancel);
            if (alert is null) return NotFound;
            if (await db.Sightings.AnyAsync(x => x.AlertId == alertId && x.StaffId == actor.Id && x.Revision == alert.Revision, cancel))
                return await OpenAsync(db, alert, cell(alert), await picture(db, alert), cancel) is { } seen ? new Picture(seen, Jpeg) : NotFound;
        }

        // The first look: the picture is handed out only if the record of it is committed.
        return await transactions.StaffAsync<Picture>(
            actor,
            async work =>
            {
                var alert = await work.Db.Alerts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == alertId, cancel);
                if (alert is null || await OpenAsync(work.Db, alert, cell(alert), await picture(work.Db, alert), cancel) is not { } bytes) return NotFound;
                if (!await work.Db.Sightings.AnyAsync(x => x.AlertId == alertId && x.StaffId == actor.Id && x.Revision == alert.Revision, cancel))
                    work.Db.Sightings.Add(new AlertSighting { AlertId = alertId, StaffId = actor.Id, Revision = alert.Revision, SeenAt = work.Now });
                work.Record(
                    AuditActions.AlertSeen, [AuditSubject.Alert(alertId), AuditSubject.Entry(alert.EntryId)], [("revision", $"{alert.Revision}")]);
                return new Picture(bytes, Jpeg);
            },
            cancel);
    }

    private async Task<byte[]?> OpenAsync(ControlPlaneDb db, Alert alert, Cell cell, SealedValue? value, CancellationToken cancel)
    {
        if (value is null) return null;
        using var open = keys.Open(db);
        return (await KeyAsync(db, open, alert.EntryId, cancel))?.Open(cell, value);
    }

    private static async Task<DataKey?> KeyAsync(ControlPlaneDb db, OpenKeys open, Guid entryId, CancellationToken cancel) =>
        await open.FindAsync(await db.Entries.Where(x => x.Id == entryId).Select(x => x.WatchlistId).SingleOrDefaultAsync(cancel), cancel);

    private async Task<Outcome<IReadOnlyList<AlertView>>> QueryAsync(
        StaffMember actor, Func<IQueryable<Alert>, IQueryable<Alert>> which, CancellationToken cancel, bool newestFirst = false)
    {
        if (actor.Require(Readers) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        var rows = await (
            from alert in which(db.Alerts.AsNoTracking())
            join deployment in db.Deployments on alert.DeploymentId equals deployment.Id
            join unit in db.Units on alert.UnitId equals unit.Id
            join entry in db.Entries on alert.EntryId equals entry.Id
            select new { Alert = alert, alert.Decision, unit.Site, deployment.PlaceName, entry.WatchlistId, entry.Details, entry.Category }).ToListAsync(cancel);
        // A join keeps no promise about order.
        rows.Sort((a, b) => newestFirst ? b.Alert.Id.CompareTo(a.Alert.Id) : a.Alert.Id.CompareTo(b.Alert.Id));
        var named = Deciders.Contains(actor.Role);
        using var open = keys.Open(db);
        List<AlertView> views = [];
        foreach (var row in rows)
        {
            // A list that was deleted since the rows were read took its alerts with it.
            if (await open.FindAsync(row.WatchlistId, cancel) is not { } key) continue;
            var details = named ? EntryDetails.Open(key, row.Alert.EntryId, row.Details) : null;
            var reason = row.Decision is null || !named ? "" : key.OpenText(AlertCells.Decision(row.Alert.Id), row.Decision.Note);
            views.Add(View(row.Alert, row.Decision, reason, row.Site, row.PlaceName, details?.DisplayName, row.Category, Why(details)));
        }

        return Outcome.Of<IReadOnlyList<AlertView>>(views);
    }

    private static string Why(EntryDetails? details) => details is null ? "" : details.Offence is null ? details.Reason : $"{details.Offence}. {details.Reason}";

    private static AlertView View(
        Alert alert, AlertDecisionRow? decision, string decisionReason, string site, string place, string? displayName, Contracts.V1.Category category, string reason) => new(
        alert.Id, alert.EventId, alert.Revision, alert.UnitId, site, alert.DeploymentId, place, alert.EntryId, alert.Reference, displayName, category, reason,
        alert.Score, alert.Threshold, alert.FirstCapturedAt, alert.CapturedAt, alert.VisitStartedAt, alert.FirstStoredAt, alert.StoredAt,
        JsonSerializer.Deserialize<List<ShotView>>(alert.ShotsJson) ?? [],
        decision is null ? null : new DecisionView(decision.Decision, decisionReason, decision.DecidedBy, decision.DecidedAt, decision.Revision),
        alert.OfSuspendedEntry);
}
