using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.Trust;

namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>
/// One token, one unit, once. Everything but the token is checked first, so that a mistake does not use it up. Whoever asks again with the same keys is the same, and is told what became of it: so a unit
/// waits to be approved, and so an answer that was lost costs nothing.
/// </summary>
internal sealed class Enroller(Transactions transactions, EnrolmentOptions options, UnitFeed feed)
{
    private const int LongestToken = 256;
    private const int LongestVersion = 64;
    private const int DigestLength = 32;

    // One answer for unknown, used and expired: it tells a stranger nothing.
    private static readonly Problem TokenRefused =
        new(ProblemKind.Unauthenticated, "enrolment.token", "The claim token is not known, was used, or has expired: ask for a new one.");

    private static readonly Problem UnitRefused =
        Problem.Forbidden("enrolment.refused", "A person decided not to take this unit in.");

    public async Task<Outcome<EnrollingUnit>> EnrolAsync(EnrolRequest request, CancellationToken cancel)
    {
        if (request.ClaimToken is not { Length: > 0 and <= LongestToken }) return TokenRefused;
        var hash = UnitRules.HashToken(request.ClaimToken);
        await using (var db = await transactions.ReadAsync(cancel))
        {
            // Before any costly check: strangers get no further.
            if (!await db.ClaimTokens.AnyAsync(x => x.TokenHash == hash, cancel)) return TokenRefused;
        }

        if (Check(request) is { } wrong) return wrong;
        return await transactions.SystemAsync<EnrollingUnit>(AuditActor.ControlPlane, work => EnrolAsync(work, request, hash, cancel), cancel);
    }

    private async Task<Outcome<EnrollingUnit>> EnrolAsync(Work work, EnrolRequest request, byte[] hash, CancellationToken cancel)
    {
        if (await work.Db.ClaimTokens.SingleOrDefaultAsync(x => x.TokenHash == hash, cancel) is not { } token) return TokenRefused;
        if (token.UsedByUnitId is not null) return await AgainAsync(work, request, token, cancel);
        if (token.ExpiresAt <= work.Now) return TokenRefused;
        if (UnitCertificateRequest.Check(request.IdentityCsr.Memory) is { } refusal) return Problem.Invalid("enrolment.csr", refusal.Detail);
        string id;
        do id = UnitRules.NewId();
        while (await work.Db.Enrolments.AnyAsync(x => x.UnitId == id, cancel));
        token.UsedAt = work.Now;
        token.UsedByUnitId = id;
        work.Db.Enrolments.Add(new UnitEnrolment
        {
            Id = Guid.CreateVersion7(work.Now),
            ClaimTokenId = token.Id,
            UnitId = id,
            Site = token.Site,
            IdentityRequest = request.IdentityCsr.ToByteArray(),
            SigningPublicKey = request.SigningPublicKey.ToByteArray(),
            BoardDigest = request.BoardDigest.ToByteArray(),
            SimulatedBoard = request.SimulatedBoard,
            SoftwareVersion = request.SoftwareVersion,
            RequestedAt = work.Now,
        });
        work.Record(
            AuditActions.EnrolmentRequested,
            [AuditSubject.ClaimToken(token.Id)],
            [("unit", id), ("site", token.Site), ("simulated", request.SimulatedBoard ? "yes" : "no"), ("board", Convert.ToHexStringLower(request.BoardDigest.Span))]);
        work.AfterCommit(() => feed.Unit(id));
        return new EnrollingUnit(id, token.Site, Certificate: null, IsNew: true);
    }

    private static async Task<Outcome<EnrollingUnit>> AgainAsync(Work work, EnrolRequest request, ClaimToken token, CancellationToken cancel)
    {
        var enrolment = await work.Db.Enrolments.AsNoTracking().SingleOrDefaultAsync(x => x.ClaimTokenId == token.Id, cancel);
        if (enrolment is null || !request.IdentityCsr.Span.SequenceEqual(enrolment.IdentityRequest) || !request.SigningPublicKey.Span.SequenceEqual(enrolment.SigningPublicKey)
            || enrolment.RequestedAt + UnitRules.EnrolmentLife <= work.Now)
            return TokenRefused;
        return enrolment.State == EnrolmentState.Refused ? UnitRefused : new EnrollingUnit(enrolment.UnitId, enrolment.Site, enrolment.Certificate, IsNew: false);
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

/// <summary>A unit that presented its token. <paramref name="Certificate"/>: DER; null while nobody has decided. <paramref name="IsNew"/>: it was its first time.</summary>
internal sealed record EnrollingUnit(string Id, string Site, byte[]? Certificate, bool IsNew);
