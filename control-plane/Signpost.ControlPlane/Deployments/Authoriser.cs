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
internal sealed class Authoriser(IPhotographGate gate, PackCertification certification, OrderReplacement replacement, UnitSignals signals, UnitFeed feed)
{
    public static readonly Problem NoOfficer = Problem.Forbidden("order.no-officer", "Your account stands for no officer of the roster, so it cannot sign.");

    private static readonly Problem SecondPerson =
        Problem.Forbidden("order.second-person", "Whoever drafted or signed as author cannot authorise: another person has to.");

    /// <summary>Adds the signature, and authorises with the second one. Null when done.</summary>
    public async Task<Problem?> SignAsync(Work work, Deployment order, StaffMember actor, SigningResponse response, CancellationToken cancel)
    {
        var begun = order.IsUrgent && order.SignedOrder is not null;
        if (order.State != DeploymentState.Drafted && !begun) return Problem.Conflict("order.not-draft", $"The order is {order.State.ToString().ToLowerInvariant()}; only drafts are signed.");
        if (order.NotAfter <= work.Now && !begun) return Problem.Conflict("order.expired", "The order's window is over.");
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
            Response = response.ToJson(),
            SignedAt = work.Now,
        };
        order.Signatures.Add(signature);
        order.Revision++;
        work.Record(
            AuditActions.OrderSigned,
            [order.AuditSubject],
            [("officer", signature.OfficerId), ("role", actor.Role.Name()), ("digest", Convert.ToHexStringLower(order.OrderDigest))]);
        if (begun) return await RatifyAsync(work, order, request, roster, cancel);
        return actor.Role.Authorises() ? await AuthoriseAsync(work, order, actor, request, roster, cancel) : null;
    }

    private static Problem? CheckTurn(Deployment order, StaffMember actor)
    {
        if (order.IsUrgent)
        {
            if (order.Signatures is not [var starter, ..])
                return actor.Role.Authorises() ? null : Problem.Forbidden("order.urgent-starter", "An urgent use is begun by an authorising officer.");
            if (order.RatifiedAt is not null) return Problem.Conflict("order.ratified", "The order has been ratified.");
            if (actor.Role != StaffRole.SeniorAuthorisingOfficer) return Problem.Forbidden("order.ratification", "An urgent use is ratified by a senior authorising officer.");
            return actor.Id == order.DraftedById || actor.Id == starter.StaffId ? SecondPerson : null;
        }

        var author = order.Signatures.Find(x => x.Role == StaffRole.Author);
        if (actor.Role == StaffRole.Author)
            return author is null ? null : Problem.Conflict("order.author-signed", $"{author.UserName} has signed as author.");
        if (author is null) return Problem.Conflict("order.author-first", "The author signs first.");
        return actor.Id == order.DraftedById || actor.Id == author.StaffId ? SecondPerson : null;
    }

    private async Task<Problem?> AuthoriseAsync(Work work, Deployment order, StaffMember actor, SigningRequest request, VerifiedRoster roster, CancellationToken cancel)
    {
        if (CheckCertificate(order) is { } outdated) return outdated;
        var signed = Assemble(order, request);
        var ids = order.Units.ConvertAll(x => x.UnitId);
        if (order.IsUrgent && await UrgentOrders.PendingAsync(work.Db, ids, order.Id, cancel) is { Count: > 0 } pending) return UrgentOrders.IsPending(pending[0]);
        foreach (var unit in await work.Db.Units.AsNoTracking().Where(x => ids.Contains(x.Id)).ToListAsync(cancel))
        {
            var standing = new UnitStanding(unit.Id, gate.PackDigest, unit.Position(), unit.CameraList());
            if (!OrderVerifier.Verify(signed.Order, roster, work.Now, standing).TryGet(out var verified, out var refusal)) return RosterService.Refused("order", refusal);
            if (!BundleVerifier.VerifyHeader(signed.BundleHeader, verified, roster, work.Now, 0).TryGet(out _, out refusal)) return RosterService.Refused("order", refusal);
        }

        if (await AssignAsync(work, order, actor, cancel) is { } busy) return busy;
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

    // In time, and the units go on; later, and their list of urgent orders that nobody ratified is one shorter.
    private async Task<Problem?> RatifyAsync(Work work, Deployment order, SigningRequest request, VerifiedRoster roster, CancellationToken cancel)
    {
        var signed = Assemble(order, request);
        if (OrderVerifier.Ratified(signed.Order, roster, work.Now) is null)
        {
            return OrderVerifier.Verify(signed.Order, roster, work.Now).TryGet(out _, out var refusal)
                ? Problem.Conflict("order.not-ratified", "The two signatures do not ratify this order.")
                : RosterService.Refused("order", refusal);
        }

        order.SignedOrder = signed.Order.ToArray();
        order.SignedHeader = signed.BundleHeader.ToArray();
        order.RatifiedAt = work.Now;
        var ids = order.Units.ConvertAll(x => x.UnitId);
        foreach (var assignment in await work.Db.Assignments.Where(x => ids.Contains(x.UnitId)).ToListAsync(cancel))
        {
            assignment.DesiredVersion++;
            work.AfterCommit(() => signals.Changed(assignment.UnitId));
            work.AfterCommit(() => feed.Unit(assignment.UnitId));
        }

        work.Record(AuditActions.OrderRatified, [order.AuditSubject], [("digest", Convert.ToHexStringLower(order.OrderDigest)), ("late", order.RatifyBy <= work.Now ? "yes" : "no")]);
        return null;
    }

    // Who began comes first; else the author.
    private static SignedOrder Assemble(Deployment order, SigningRequest request) => OfficerSignature.Assemble(
        request, [.. order.Signatures.OrderBy(x => x.SignedAt).Select(x => SigningResponse.Read(x.Response).Value)]);

    // What the pack was measured to do may have been measured again since the draft, and have come out worse.
    private Problem? CheckCertificate(Deployment order)
    {
        if (!certification.Certificate.Succeeded(out var current, out var none)) return none;
        return DeploymentOrder.Parser.ParseFrom(order.OrderBytes).Certificate.Equals(current)
            ? null
            : Problem.Conflict("order.certificate-replaced", "The model pack was measured again since the draft, and the order rests on the earlier certificate. Withdraw it and draft a new one.");
    }

    private async Task<Problem?> AssignAsync(Work work, Deployment order, StaffMember actor, CancellationToken cancel)
    {
        var ids = order.Units.ConvertAll(x => x.UnitId);
        var revoked = await work.Db.Units.Where(x => ids.Contains(x.Id) && x.RevokedAt != null).Select(x => x.Id).FirstOrDefaultAsync(cancel);
        if (revoked is not null) return Problem.Conflict("order.unknown-unit", $"Unit '{revoked}' has been revoked since the draft.");
        var assignments = await work.Db.Assignments.Where(x => ids.Contains(x.UnitId)).ToListAsync(cancel);
        if (assignments.Find(x => x.DeploymentId is not null && x.DeploymentId != order.ReplacesId) is { DeploymentId: { } other } busy)
            return Problem.Conflict("order.unit-busy", $"Unit '{busy.UnitId}' serves order {other}: end that one first, or draft one that replaces it.");
        if (order.ReplacesId is not null && order.NotBefore > work.Now)
            return Problem.Conflict("order.replaces-early", $"The order begins at {order.NotBefore:u}; one that replaces another is authorised once its own window is open, or its units would be without until then.");
        if (order.ReplacesId is not null) await replacement.ReplaceAsync(work, order, actor.UserName, cancel);
        foreach (var assignment in assignments)
        {
            assignment.DeploymentId = order.Id;
            assignment.DesiredVersion++;
            work.AfterCommit(() => signals.Changed(assignment.UnitId));
            work.AfterCommit(() => feed.Unit(assignment.UnitId));
        }

        return null;
    }

    private static OfficerRole RoleInRoster(StaffRole role) => role switch
    {
        StaffRole.Author => OfficerRole.Author,
        StaffRole.SeniorAuthorisingOfficer => OfficerRole.SeniorAuthorisingOfficer,
        _ => OfficerRole.AuthorisingOfficer,
    };
}
