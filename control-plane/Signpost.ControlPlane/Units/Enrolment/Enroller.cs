using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>One token, one unit, once. Everything but the token is checked first, so that a mistake does not use it up.</summary>
internal sealed class Enroller(Transactions transactions, IssuingAuthority authority, EnrolmentOptions options, UnitFeed feed)
{
    private const int LongestToken = 256;
    private const int LongestVersion = 64;
    private const int DigestLength = 32;

    // One answer for unknown, used and expired: it tells a stranger nothing.
    private static readonly Problem TokenRefused =
        new(ProblemKind.Unauthenticated, "enrolment.token", "The claim token is not known, was used, or has expired: ask for a new one.");

    public async Task<Outcome<EnrolledUnit>> EnrolAsync(EnrolRequest request, CancellationToken cancel)
    {
        if (request.ClaimToken is not { Length: > 0 and <= LongestToken }) return TokenRefused;
        var hash = UnitRules.HashToken(request.ClaimToken);
        await using (var db = await transactions.ReadAsync(cancel))
        {
            // Before any costly check: strangers get no further.
            if (!await db.ClaimTokens.AnyAsync(x => x.TokenHash == hash, cancel)) return TokenRefused;
        }

        if (Check(request) is { } wrong) return wrong;
        return await transactions.SystemAsync<EnrolledUnit>(AuditActor.ControlPlane, work => EnrolAsync(work, request, hash, cancel), cancel);
    }

    private async Task<Outcome<EnrolledUnit>> EnrolAsync(Work work, EnrolRequest request, byte[] hash, CancellationToken cancel)
    {
        var token = await work.Db.ClaimTokens.SingleOrDefaultAsync(x => x.TokenHash == hash, cancel);
        if (token is null || token.UsedByUnitId is not null || token.ExpiresAt <= work.Now) return TokenRefused;
        string id;
        do id = UnitRules.NewId();
        while (await work.Db.Units.AnyAsync(x => x.Id == id, cancel));
        if (!authority.IssueUnitCertificate(request.IdentityCsr.Memory, id).TryGet(out var der, out var refusal)) return Problem.Invalid("enrolment.csr", refusal.Detail);
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        token.UsedAt = work.Now;
        token.UsedByUnitId = id;
        work.Db.Units.Add(new Unit
        {
            Id = id,
            Site = token.Site,
            EnrolledAt = work.Now,
            IdentityKeyDigest = SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()),
            SigningPublicKey = request.SigningPublicKey.ToByteArray(),
            BoardDigest = request.BoardDigest.ToByteArray(),
            SimulatedBoard = request.SimulatedBoard,
            SoftwareVersion = request.SoftwareVersion,
            CertificateNotAfter = certificate.NotAfter.ToUniversalTime(),
        });
        work.Db.Assignments.Add(new UnitAssignment { UnitId = id, DesiredVersion = 1 });
        work.Record(
            AuditActions.UnitEnrolled,
            [AuditSubject.Unit(id), AuditSubject.ClaimToken(token.Id)],
            [("site", token.Site), ("simulated", request.SimulatedBoard ? "yes" : "no"), ("board", Convert.ToHexStringLower(request.BoardDigest.Span))]);
        work.AfterCommit(() => feed.Unit(id));
        return new EnrolledUnit(id, token.Site, der);
    }

    private Problem? Check(EnrolRequest request)
    {
        if (request.SimulatedBoard && !options.AllowSimulatedBoards)
            return Problem.Conflict("enrolment.simulated-board", "A unit with a simulated board is taken in a demonstration only.");
        if (request.BoardDigest.Length != DigestLength) return Problem.Invalid("enrolment.board", $"The board digest has {request.BoardDigest.Length} bytes, not {DigestLength}.");
        if (Outcomes.Check.Line("enrolment.software-version", "The software version", request.SoftwareVersion, LongestVersion) is { } version) return version;
        if (!EnrolmentProof.Verify(request.SigningPublicKey.Span, request.ClaimToken, request.IdentityCsr.Span, request.SigningProof.Span))
            return Problem.Invalid("enrolment.signing-proof", "The signing key is not P-256, or its proof does not fit this token and certificate request.");
        return null;
    }
}

/// <summary>A unit just taken in. <paramref name="Certificate"/>: DER.</summary>
internal sealed record EnrolledUnit(string Id, string Site, byte[] Certificate);
