using System.Text;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

internal sealed class DeploymentService(Transactions transactions, Drafter drafter, Authoriser authoriser, PackCertification certification, UnitFeed feed, UnitSignals signals, TimeProvider time)
    : IDeploymentService
{
    private const int LongestReason = 500;
    private static readonly Problem NotFound = Problem.NotFound("order.not-found", "There is no such order.");

    public Outcome<PackCertificate> Certificate(StaffMember actor) => certification.Certificate;

    public async Task<Outcome<DeploymentView>> DraftAsync(StaffMember actor, NewDeployment deployment, CancellationToken cancel = default)
    {
        if ((deployment.UrgencyReason is null ? actor.Require(StaffRole.Author) : actor.Require(StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer)) is { } forbidden) return forbidden;
        if (DraftRules.Check(deployment, time.GetUtcNow()) is { } wrong) return wrong;
        // Comparing a long list takes a while; in the transaction it is remembered.
        await drafter.PrepareAsync(transactions, deployment.WatchlistId, cancel);
        var drafted = await transactions.StaffAsync<Guid>(
            actor,
            async work =>
            {
                if (!(await drafter.DraftAsync(work, actor, deployment, cancel)).Succeeded(out var made, out var problem)) return problem;
                work.Record(
                    AuditActions.OrderDrafted,
                    [made.AuditSubject, AuditSubject.Watchlist(made.WatchlistId), .. made.Units.Select(x => AuditSubject.Unit(x.UnitId))],
                    [("digest", Convert.ToHexStringLower(made.OrderDigest)), ("entries", $"{made.Entries}"), ("threshold", FormattableString.Invariant($"{made.Threshold}"))]);
                work.AfterCommit(() => feed.Deployment(made.Id));
                return made.Id;
            },
            cancel);
        return drafted.Succeeded(out var id, out var refused) ? await FindAsync(id, cancel) : refused;
    }

    public async Task<Outcome<IReadOnlyList<DeploymentView>>> ListAsync(StaffMember actor, CancellationToken cancel = default)
    {
        await using var db = await transactions.ReadAsync(cancel);
        return Outcome.Of<IReadOnlyList<DeploymentView>>((await DeploymentViews.QueryAsync(db, orders => orders, time.GetUtcNow(), cancel)).ConvertAll(order => For(actor, order)));
    }

    public async Task<Outcome<DeploymentView>> GetAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default) =>
        (await FindAsync(deploymentId, cancel)).Succeeded(out var order, out var problem) ? For(actor, order) : problem;

    // What people wrote in their own words is for those who know whom it is about.
    private static DeploymentView For(StaffMember actor, DeploymentView order) =>
        actor.Role is StaffRole.Author or StaffRole.AuthorisingOfficer or StaffRole.SeniorAuthorisingOfficer or StaffRole.Operator
            ? order
            : order with { WatchlistName = "", EndReason = order.EndReason is null ? null : "" };

    public async Task<Outcome<string>> SigningRequestAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default) =>
        (await RequestAsync(actor, deploymentId, cancel)).Succeeded(out var request, out var problem) ? Encoding.UTF8.GetString(request.ToJson()) : problem;

    public async Task<Outcome<byte[]>> BundleFileAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.FieldEngineer, StaffRole.Author, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer) is { } forbidden) return forbidden;
        return await transactions.StaffAsync<byte[]>(
            actor,
            async work =>
            {
                var order = await work.Db.Deployments.AsNoTracking().SingleOrDefaultAsync(x => x.Id == deploymentId, cancel);
                if (order is null) return NotFound;
                var ciphertext = await work.Db.Bundles.Where(x => x.DeploymentId == deploymentId).Select(x => x.Ciphertext).SingleOrDefaultAsync(cancel);
                if (order.State != DeploymentState.Authorised || order.SignedHeader is null || ciphertext is null)
                    return Problem.Conflict("order.not-in-force", $"The order is {order.State.ToString().ToLowerInvariant()}; only the bundle of one in force is handed out.");
                work.Record(AuditActions.BundleExported, [order.AuditSubject], [("bundle", order.BundleId.ToString()), ("bytes", $"{ciphertext.Length}")]);
                using var file = new MemoryStream(ciphertext.Length + BundleFile.MaximumHeaderLength);
                BundleFile.Write(file, order.SignedHeader, ciphertext);
                return file.ToArray();
            },
            cancel);
    }

    public async Task<Outcome<OfficerToBeSigned>> ToBeSignedAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel = default)
    {
        if (!(await RequestAsync(actor, deploymentId, cancel)).Succeeded(out var request, out var problem)) return problem;
        if (actor.OfficerId is null) return Authoriser.NoOfficer;
        var content = OfficerSignature.ToBeSigned(request, actor.OfficerId);
        return new OfficerToBeSigned(deploymentId, actor.OfficerId, content.Order.ToArray(), content.BundleHeader.ToArray(), OfficerSignature.Challenge(request, actor.OfficerId));
    }

    public async Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, string signingResponse, CancellationToken cancel = default)
    {
        if (!SigningResponse.Read(Encoding.UTF8.GetBytes(signingResponse)).TryGet(out var response, out var refusal))
            return Problem.Invalid("order.signing-response", refusal.Detail);
        return await SignAsync(actor, deploymentId, response, cancel);
    }

    public async Task<Outcome<DeploymentView>> SignAsync(
        StaffMember actor, Guid deploymentId, ReadOnlyMemory<byte> orderSignature, ReadOnlyMemory<byte> bundleHeaderSignature, CancellationToken cancel = default)
    {
        if (actor.OfficerId is null) return Authoriser.NoOfficer;
        return await SignAsync(actor, deploymentId, new SigningResponse(1, deploymentId, actor.OfficerId, orderSignature, bundleHeaderSignature), cancel);
    }

    public async Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, Assertion assertion, CancellationToken cancel = default)
    {
        if (actor.OfficerId is null) return Authoriser.NoOfficer;
        // Through the strict reader: what came from a browser is looked at like any other.
        return SigningResponse.Read(new SigningResponse(1, deploymentId, actor.OfficerId, Assertion: assertion).ToJson()).TryGet(out var response, out var refusal)
            ? await SignAsync(actor, deploymentId, response, cancel)
            : Problem.Invalid("order.signing-response", refusal.Detail);
    }

    public async Task<Outcome<DeploymentView>> EndAsync(StaffMember actor, Guid deploymentId, string reason, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Author, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer) is { } forbidden) return forbidden;
        if (Check.Line("order.reason", "The reason", reason, LongestReason) is { } wrong) return wrong;
        var ended = await transactions.StaffAsync<Guid>(
            actor,
            async work =>
            {
                var order = await work.Db.Deployments.Include(x => x.Units).SingleOrDefaultAsync(x => x.Id == deploymentId, cancel);
                if (order is null) return NotFound;
                if (order.State is not (DeploymentState.Drafted or DeploymentState.Authorised))
                    return Problem.Conflict("order.over", $"The order is over already ({order.State.ToString().ToLowerInvariant()}).");
                order.EndedBy = actor.UserName;
                order.EndReason = reason.Trim();
                work.Record(AuditActions.OrderEnded, [order.AuditSubject], [("state", order.State.ToString())], [AuditDigest.Field(order.EndReason)]);
                await DeploymentEnding.EndAsync(work, order, DeploymentState.Ended, signals, feed, cancel);
                if (order is { IsUrgent: true, SignedOrder: not null, RatifiedAt: null } && actor.Role == StaffRole.SeniorAuthorisingOfficer)
                {
                    work.Record(AuditActions.OrderNotRatified, [order.AuditSubject], [("by", actor.Role.Name())]);
                    await UrgentOrders.DeleteOutputsAsync(work, order, cancel);
                }

                return order.Id;
            },
            cancel);
        return ended.Succeeded(out var id, out var problem) ? await FindAsync(id, cancel) : problem;
    }

    private async Task<Outcome<DeploymentView>> SignAsync(StaffMember actor, Guid deploymentId, SigningResponse response, CancellationToken cancel)
    {
        if (actor.Require(StaffRole.Author, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer) is { } forbidden) return forbidden;
        var signed = await transactions.StaffAsync<Guid>(
            actor,
            async work =>
            {
                var order = await work.Db.Deployments.Include(x => x.Units).Include(x => x.Signatures).AsSingleQuery()
                    .SingleOrDefaultAsync(x => x.Id == deploymentId, cancel);
                if (order is null) return NotFound;
                if (await authoriser.SignAsync(work, order, actor, response, cancel) is { } problem) return problem;
                work.AfterCommit(() => feed.Deployment(deploymentId));
                return deploymentId;
            },
            cancel);
        return signed.Succeeded(out var id, out var refused) ? await FindAsync(id, cancel) : refused;
    }

    private async Task<Outcome<SigningRequest>> RequestAsync(StaffMember actor, Guid deploymentId, CancellationToken cancel)
    {
        if (actor.Require(StaffRole.Author, StaffRole.AuthorisingOfficer, StaffRole.SeniorAuthorisingOfficer) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        var documents = await db.Deployments.Where(x => x.Id == deploymentId).Select(x => new { x.OrderBytes, x.HeaderBytes }).SingleOrDefaultAsync(cancel);
        if (documents is null) return NotFound;
        return SigningRequest.Create(documents.OrderBytes, documents.HeaderBytes).TryGet(out var request, out var refusal) ? request : RosterService.Refused("order", refusal);
    }

    private async Task<Outcome<DeploymentView>> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        return await DeploymentViews.QueryAsync(db, orders => orders.Where(x => x.Id == id), time.GetUtcNow(), cancel) is [var found] ? found : NotFound;
    }
}
