using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

/// <summary>
/// Takes signatures and authorises. Two people: the account, the officer and the role of the second differ from those of the first, and the person who drafted
/// never authorises. What the units would refuse is refused here, by the same verifier.
/// </summary>
internal sealed class Authoriser(IPhotographGate gate, PackCertification certification, UnitSignals signals, UnitFeed feed)
{
    public static readonly Problem NoOfficer = Problem.Forbidden("order.no-officer", "Your account stands for no officer of the roster, so it cannot sign.");

    private static readonly Problem SecondPerson =
        Problem.Forbidden("order.second-person", "Whoever drafted or signed as author cannot authorise: another person has to.");

    /// <summary>Adds the signature, and authorises with the second one. Null when done.</summary>
    public async Task<Problem?> SignAsync(Work work, Deployment order, StaffMember actor, SigningResponse response, CancellationToken cancel)
    {
        if (order.State != DeploymentState.Drafted) return Problem.Conflict("order.not-draft", $"The order is {order.State.ToString().ToLowerInvariant()}; only drafts are signed.");
        if (order.NotAfter <= work.Now) return Problem.Conflict("order.expired", "The order's window is over.");
        if (actor.OfficerId is null) return NoOfficer;
        if (response.OfficerId != actor.OfficerId) return Problem.Forbidden("order.other-officer", $"You sign as '{actor.OfficerId}'; the signature is by '{response.OfficerId}'.");
        if (order.Signatures.Any(x => x.StaffId == actor.Id || x.OfficerId == actor.OfficerId)) return Problem.Conflict("order.signed", "You have signed this order.");
        if (CheckTurn(order, actor) is { } turn) return turn;
        if (!(await RosterService.VerifiedAsync(work.Db, work.Now, cancel)).Succeeded(out var roster, out var problem)) return problem;
        if (!SigningRequest.Create(order.OrderBytes, order.HeaderBytes).TryGet(out var request, out var refusal)) return RosterService.Refused("order", refusal);
        if (!OfficerSignature.Verify(request, response, roster, work.Now).TryGet(out var officer, out refusal)) return RosterService.Refused("order", refusal);
        if (officer.Role != RoleInRoster(actor.Role))
            return Problem.Forbidden("order.wrong-role", $"The roster has '{officer.OfficerId}' as {officer.Role}, your account is {actor.Role.Name()}.");

        var signature = new DeploymentSignature
        {
            DeploymentId = order.Id,
            OfficerId = actor.OfficerId,
            StaffId = actor.Id,
            UserName = actor.UserName,
            Role = actor.Role,
            OrderSignature = response.OrderSignature.ToArray(),
            HeaderSignature = response.BundleHeaderSignature.ToArray(),
            SignedAt = work.Now,
        };
        order.Signatures.Add(signature);
        order.Revision++;
        work.Record(
            AuditActions.OrderSigned,
            [order.AuditSubject],
            [("officer", signature.OfficerId), ("role", actor.Role.Name()), ("digest", Convert.ToHexStringLower(order.OrderDigest))]);
        return actor.Role == StaffRole.AuthorisingOfficer ? await AuthoriseAsync(work, order, request, roster, cancel) : null;
    }

    private static Problem? CheckTurn(Deployment order, StaffMember actor)
    {
        var author = order.Signatures.Find(x => x.Role == StaffRole.Author);
        if (actor.Role == StaffRole.Author)
            return author is null ? null : Problem.Conflict("order.author-signed", $"{author.UserName} has signed as author.");
        if (author is null) return Problem.Conflict("order.author-first", "The author signs first.");
        return actor.Id == order.DraftedById || actor.Id == author.StaffId ? SecondPerson : null;
    }

    private async Task<Problem?> AuthoriseAsync(Work work, Deployment order, SigningRequest request, VerifiedRoster roster, CancellationToken cancel)
    {
        if (CheckCertificate(order) is { } outdated) return outdated;
        var signed = OfficerSignature.Assemble(
            request, [.. order.Signatures.OrderBy(x => x.Role).Select(x => new SigningResponse(1, order.Id, x.OfficerId, x.OrderSignature, x.HeaderSignature))]);
        foreach (var unit in order.Units)
        {
            if (!OrderVerifier.Verify(signed.Order, roster, work.Now, unit.UnitId, gate.PackDigest).TryGet(out var verified, out var refusal))
                return RosterService.Refused("order", refusal);
            if (!BundleVerifier.VerifyHeader(signed.BundleHeader, verified, roster, work.Now, 0).TryGet(out _, out refusal)) return RosterService.Refused("order", refusal);
        }

        if (await AssignAsync(work, order, cancel) is { } busy) return busy;
        order.SignedOrder = signed.Order.ToArray();
        order.SignedHeader = signed.BundleHeader.ToArray();
        order.State = DeploymentState.Authorised;
        order.AuthorisedAt = work.Now;
        work.Record(
            AuditActions.OrderAuthorised,
            [order.AuditSubject, AuditSubject.Watchlist(order.WatchlistId), .. order.Units.Select(x => AuditSubject.Unit(x.UnitId))],
            [("digest", Convert.ToHexStringLower(order.OrderDigest))]);
        return null;
    }

    // What the pack was measured to do may have been measured again since the draft, and have come out worse.
    private Problem? CheckCertificate(Deployment order)
    {
        if (!certification.Certificate.Succeeded(out var current, out var none)) return none;
        return DeploymentOrder.Parser.ParseFrom(order.OrderBytes).Certificate.Equals(current)
            ? null
            : Problem.Conflict("order.certificate-replaced", "The model pack was measured again since the draft, and the order rests on the earlier certificate. Withdraw it and draft a new one.");
    }

    private async Task<Problem?> AssignAsync(Work work, Deployment order, CancellationToken cancel)
    {
        var ids = order.Units.ConvertAll(x => x.UnitId);
        var revoked = await work.Db.Units.Where(x => ids.Contains(x.Id) && x.RevokedAt != null).Select(x => x.Id).FirstOrDefaultAsync(cancel);
        if (revoked is not null) return Problem.Conflict("order.unknown-unit", $"Unit '{revoked}' has been revoked since the draft.");
        foreach (var assignment in await work.Db.Assignments.Where(x => ids.Contains(x.UnitId)).ToListAsync(cancel))
        {
            if (assignment.DeploymentId is { } other)
                return Problem.Conflict("order.unit-busy", $"Unit '{assignment.UnitId}' serves order {other}: end that one first.");
            assignment.DeploymentId = order.Id;
            assignment.DesiredVersion++;
            work.AfterCommit(() => signals.Changed(assignment.UnitId));
            work.AfterCommit(() => feed.Unit(assignment.UnitId));
        }

        return null;
    }

    private static OfficerRole RoleInRoster(StaffRole role) =>
        role == StaffRole.Author ? OfficerRole.Author : OfficerRole.AuthorisingOfficer;
}
