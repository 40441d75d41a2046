using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units.Enrolment;

internal sealed class EnrolmentQueue(Transactions transactions, IssuingAuthority authority, IUnitService units, UnitFeed feed, TimeProvider time) : IEnrolmentQueue
{
    private const int LongestReason = 500;

    private static readonly Problem NotFound = Problem.NotFound("enrolment.not-found", "Nothing of the kind waits.");

    public async Task<Outcome<IReadOnlyList<EnrolmentView>>> WaitingAsync(StaffMember actor, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.FieldEngineer, StaffRole.Administrator) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        var since = time.GetUtcNow() - UnitRules.EnrolmentLife;
        var rows = await (
            from enrolment in db.Enrolments.AsNoTracking()
            join token in db.ClaimTokens on enrolment.ClaimTokenId equals token.Id
            where enrolment.State == EnrolmentState.Waiting && enrolment.RequestedAt > since
            select new { Enrolment = enrolment, Token = token }).ToListAsync(cancel);
        return Outcome.Of<IReadOnlyList<EnrolmentView>>([.. rows.OrderBy(x => x.Enrolment.RequestedAt).Select(x => View(x.Enrolment, x.Token, actor))]);
    }

    public async Task<Outcome<UnitView>> ApproveAsync(StaffMember actor, Guid enrolmentId, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.FieldEngineer, StaffRole.Administrator) is { } forbidden) return forbidden;
        var approved = await transactions.StaffAsync<string>(
            actor,
            async work =>
            {
                if (!(await FindAsync(work, enrolmentId, cancel)).Succeeded(out var found, out var problem)) return problem;
                var (enrolment, token) = found;
                if (token.CreatedById == actor.Id)
                    return Problem.Forbidden("enrolment.same-person", "Whoever made the token does not let the unit in: an administrator or another field engineer does.");
                if (!authority.IssueUnitCertificate(enrolment.IdentityRequest, enrolment.UnitId).TryGet(out var der, out var refusal))
                    return Problem.Invalid("enrolment.csr", refusal.Detail);
                Decide(work, actor, enrolment, EnrolmentState.Approved);
                enrolment.Certificate = der;
                work.Db.Units.Add(NewUnit(enrolment, der, work.Now));
                work.Db.Assignments.Add(new UnitAssignment { UnitId = enrolment.UnitId, DesiredVersion = 1 });
                work.Record(
                    AuditActions.UnitEnrolled,
                    [AuditSubject.Unit(enrolment.UnitId), enrolment.AuditSubject],
                    [("site", enrolment.Site), ("simulated", enrolment.SimulatedBoard ? "yes" : "no"), ("board", Convert.ToHexStringLower(enrolment.BoardDigest))]);
                return enrolment.UnitId;
            },
            cancel);
        return approved.Succeeded(out var id, out var refused) ? await units.GetAsync(actor, id, cancel) : refused;
    }

    public async Task<Outcome<EnrolmentView>> RefuseAsync(StaffMember actor, Guid enrolmentId, string reason, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.FieldEngineer, StaffRole.Administrator) is { } forbidden) return forbidden;
        if (Check.Line("enrolment.reason", "The reason", reason, LongestReason) is { } wrong) return wrong;
        return await transactions.StaffAsync<EnrolmentView>(
            actor,
            async work =>
            {
                if (!(await FindAsync(work, enrolmentId, cancel)).Succeeded(out var found, out var problem)) return problem;
                Decide(work, actor, found.Enrolment, EnrolmentState.Refused);
                work.Record(AuditActions.EnrolmentRefused, [found.Enrolment.AuditSubject], [("unit", found.Enrolment.UnitId), ("reason", reason.Trim())]);
                return View(found.Enrolment, found.Token, actor);
            },
            cancel);
    }

    private static async Task<Outcome<(UnitEnrolment Enrolment, ClaimToken Token)>> FindAsync(Work work, Guid id, CancellationToken cancel)
    {
        if (await work.Db.Enrolments.SingleOrDefaultAsync(x => x.Id == id, cancel) is not { } enrolment) return NotFound;
        if (enrolment.State != EnrolmentState.Waiting)
            return Problem.Conflict("enrolment.decided", $"It is decided already ({enrolment.State.ToString().ToLowerInvariant()}, {enrolment.DecidedBy}).");
        if (enrolment.RequestedAt + UnitRules.EnrolmentLife <= work.Now)
            return Problem.Conflict("enrolment.lapsed", "It has waited for too long; make a new claim token.");
        return (enrolment, await work.Db.ClaimTokens.SingleAsync(x => x.Id == enrolment.ClaimTokenId, cancel));
    }

    private void Decide(Work work, StaffMember actor, UnitEnrolment enrolment, EnrolmentState state)
    {
        (enrolment.State, enrolment.DecidedAt, enrolment.DecidedBy) = (state, work.Now, actor.UserName);
        work.AfterCommit(() => feed.Unit(enrolment.UnitId));
    }

    private static Unit NewUnit(UnitEnrolment enrolment, byte[] der, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return new Unit
        {
            Id = enrolment.UnitId,
            Site = enrolment.Site,
            EnrolledAt = now,
            IdentityKeyDigest = SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()),
            SigningPublicKey = enrolment.SigningPublicKey,
            BoardDigest = enrolment.BoardDigest,
            SimulatedBoard = enrolment.SimulatedBoard,
            SoftwareVersion = enrolment.SoftwareVersion,
            CertificateNotAfter = certificate.NotAfter.ToUniversalTime(),
        };
    }

    private static EnrolmentView View(UnitEnrolment x, ClaimToken token, StaffMember actor) => new(
        x.Id, x.UnitId, x.Site, Convert.ToHexStringLower(x.BoardDigest), x.SimulatedBoard, x.SoftwareVersion, token.CreatedBy, x.RequestedAt, x.RequestedAt + UnitRules.EnrolmentLife,
        token.CreatedById != actor.Id);
}
