using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>
/// New certificates for units that have one. The earlier stays good until the new one is confirmed, so that an answer that was lost, or a unit that lost its power, locks nobody out.
/// </summary>
internal sealed class Renewer(Transactions transactions, IssuingAuthority authority, UnitFeed feed)
{
    private static readonly Problem Revoked = new(ProblemKind.Forbidden, "unit.revoked", "This unit is revoked.");

    /// <summary>Issues a certificate for a new key; asked again, for another.</summary>
    public async Task<Outcome<byte[]>> RenewAsync(Unit unit, RenewRequest request, CancellationToken cancel)
    {
        if (!EnrolmentProof.VerifyRenewal(unit.SigningPublicKey, unit.Id, request.IdentityCsr.Span, request.SigningProof.Span))
            return Problem.Invalid("renewal.signing-proof", "The proof is not by the signing key that this unit enrolled.");
        if (!authority.IssueUnitCertificate(request.IdentityCsr.Memory, unit.Id).TryGet(out var der, out var refusal)) return Problem.Invalid("renewal.csr", refusal.Detail);
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var digest = SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        return await transactions.SystemAsync<byte[]>(
            AuditActor.Unit(unit.Id),
            async work =>
            {
                var row = await work.Db.Units.SingleAsync(x => x.Id == unit.Id, cancel);
                if (row.RevokedAt is not null) return Revoked;
                if (digest.AsSpan().SequenceEqual(row.IdentityKeyDigest)) return Problem.Conflict("renewal.same-key", "A new certificate is for a new key.");
                (row.NextKeyDigest, row.NextNotAfter) = (digest, certificate.NotAfter.ToUniversalTime());
                row.Revision++;
                work.Record(AuditActions.UnitRenewing, [row.AuditSubject], [("key", Convert.ToHexStringLower(digest))]);
                return der;
            },
            cancel);
    }

    /// <summary>The unit uses its renewed certificate: from now on the earlier is not believed.</summary>
    public async Task<Outcome<bool>> ConfirmAsync(IdentifiedUnit known, CancellationToken cancel)
    {
        if (!known.IsNext) return true;
        var unit = known.Unit!;
        return await transactions.SystemAsync<bool>(
            AuditActor.Unit(unit.Id),
            async work =>
            {
                var row = await work.Db.Units.SingleAsync(x => x.Id == unit.Id, cancel);
                if (row.RevokedAt is not null) return Revoked;
                // Another one was asked for meanwhile: that one will be confirmed.
                if (row.NextKeyDigest is null || !row.NextKeyDigest.AsSpan().SequenceEqual(unit.NextKeyDigest)) return false;
                (row.IdentityKeyDigest, row.CertificateNotAfter) = (row.NextKeyDigest, row.NextNotAfter!.Value);
                (row.NextKeyDigest, row.NextNotAfter) = (null, null);
                row.Revision++;
                work.Record(AuditActions.UnitRenewed, [row.AuditSubject], [("key", Convert.ToHexStringLower(row.IdentityKeyDigest))]);
                work.AfterCommit(() => feed.Unit(unit.Id));
                return true;
            },
            cancel);
    }
}
