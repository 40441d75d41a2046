using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Units;

internal sealed class UnitService(Transactions transactions, HealthBoard board, UnitFeed feed, UnitSignals signals, TimeProvider time) : IUnitService
{
    private const int LongestReason = 500;

    public async Task<Outcome<ClaimTokenView>> CreateClaimTokenAsync(StaffMember actor, string site, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.FieldEngineer, StaffRole.Administrator) is { } forbidden) return forbidden;
        if (Check.Line("claim-token.site", "The site", site, UnitRules.LongestSite) is { } wrong) return wrong;
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return await transactions.StaffAsync<ClaimTokenView>(
            actor,
            work =>
            {
                var row = new ClaimToken
                {
                    Id = Guid.CreateVersion7(work.Now),
                    TokenHash = UnitRules.HashToken(token),
                    Site = site.Trim(),
                    CreatedById = actor.Id,
                    CreatedBy = actor.UserName,
                    CreatedAt = work.Now,
                    ExpiresAt = work.Now + UnitRules.ClaimTokenLife,
                };
                work.Db.ClaimTokens.Add(row);
                work.Record(AuditActions.ClaimTokenCreated, [AuditSubject.ClaimToken(row.Id)], [("site", row.Site)]);
                return Task.FromResult<Outcome<ClaimTokenView>>(new ClaimTokenView(token, row.Site, row.ExpiresAt));
            },
            cancel);
    }

    public async Task<Outcome<IReadOnlyList<UnitView>>> ListAsync(StaffMember actor, CancellationToken cancel = default) =>
        Outcome.Of<IReadOnlyList<UnitView>>(await QueryAsync(units => units, cancel));

    public async Task<Outcome<UnitView>> GetAsync(StaffMember actor, string unitId, CancellationToken cancel = default) =>
        await QueryAsync(units => units.Where(x => x.Id == unitId), cancel) is [var unit] ? unit : UnitRules.NotFound;

    public async Task<Outcome<UnitView>> RevokeAsync(StaffMember actor, string unitId, string reason, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.FieldEngineer, StaffRole.Administrator) is { } forbidden) return forbidden;
        if (Check.Line("unit.reason", "The reason", reason, LongestReason) is { } wrong) return wrong;
        var revoked = await transactions.StaffAsync<string>(
            actor,
            async work =>
            {
                var unit = await work.Db.Units.SingleOrDefaultAsync(x => x.Id == unitId, cancel);
                if (unit is null) return UnitRules.NotFound;
                if (unit.RevokedAt is not null) return Problem.Conflict("unit.revoked", "The unit is revoked already.");
                unit.RevokedAt = work.Now;
                unit.Revision++;
                var assignment = await work.Db.Assignments.SingleAsync(x => x.UnitId == unitId, cancel);
                assignment.DeploymentId = null;
                assignment.DesiredVersion++;
                work.Record(AuditActions.UnitRevoked, [AuditSubject.Unit(unitId)], [("reason", reason.Trim())]);
                work.AfterCommit(() => signals.Changed(unitId));
                work.AfterCommit(() => signals.Revoked(unitId));
                work.AfterCommit(() => feed.Unit(unitId));
                return unitId;
            },
            cancel);
        return revoked.Succeeded(out _, out var problem) ? await GetAsync(actor, unitId, cancel) : problem;
    }

    private async Task<List<UnitView>> QueryAsync(Func<IQueryable<Unit>, IQueryable<Unit>> which, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var rows = await (
            from unit in which(db.Units.AsNoTracking())
            join assignment in db.Assignments on unit.Id equals assignment.UnitId
            join health in db.Health on unit.Id equals health.UnitId into reports
            from report in reports.DefaultIfEmpty()
            select new { Unit = unit, assignment.DeploymentId, assignment.DesiredVersion, Health = report }).ToListAsync(cancel);
        rows.Sort((a, b) => a.Unit.EnrolledAt.CompareTo(b.Unit.EnrolledAt));
        return rows.ConvertAll(row => View(row.Unit, row.DeploymentId, row.DesiredVersion, row.Health));
    }

    private UnitView View(Unit unit, Guid? deploymentId, long desiredVersion, UnitHealth? stored)
    {
        var newest = board.Newest(unit.Id);
        if (stored is not null && (newest is null || newest.Value.ReceivedAt < stored.ReceivedAt))
            newest = (stored.ReceivedAt, HealthReport.Parser.ParseFrom(stored.Report));
        var connected = unit.RevokedAt is null
            && (board.HasStream(unit.Id) || newest is { } report && time.GetUtcNow() - report.ReceivedAt <= UnitRules.ConnectedWithin);
        return new UnitView(
            unit.Id, unit.Site, unit.EnrolledAt, unit.RevokedAt, unit.SoftwareVersion, Convert.ToHexStringLower(unit.BoardDigest), unit.SimulatedBoard, unit.CertificateNotAfter, connected, newest?.ReceivedAt, (ulong)desiredVersion,
            deploymentId, unit.CameraList(), unit.Position(), newest is { } known ? HealthViews.View(known.ReceivedAt, known.Report) : null);
    }
}
