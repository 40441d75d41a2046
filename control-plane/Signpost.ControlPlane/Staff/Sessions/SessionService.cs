using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff.Sessions;

internal sealed class SessionService(Transactions transactions, SessionFeed feed, TimeProvider time) : ISessionService
{
    private static readonly Problem NotFound = Problem.NotFound("session.not-found", "There is no such session, or it is over.");

    public async Task<StaffMember?> CurrentAsync(ClaimsPrincipal principal, CancellationToken cancel = default)
    {
        if (StaffMember.From(principal) is not { } claimed) return null;
        await using var db = await transactions.ReadAsync(cancel);
        if (!await db.Open(time.GetUtcNow()).AnyAsync(x => x.Id == claimed.SessionId && x.StaffId == claimed.Id, cancel)) return null;
        var account = await db.Users.AsNoTracking().SingleAsync(x => x.Id == claimed.Id, cancel);
        return new StaffMember(account.Id, account.UserName!, account.Role, account.OfficerId, claimed.SessionId);
    }

    public async Task<Outcome<IReadOnlyList<SessionView>>> ListAsync(StaffMember actor, Guid staffId, CancellationToken cancel = default)
    {
        if (staffId != actor.Id && actor.Require(StaffRole.Administrator) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        var open = await db.Open(time.GetUtcNow()).AsNoTracking().Where(x => x.StaffId == staffId).OrderByDescending(x => x.StartedAt).ToListAsync(cancel);
        return Outcome.Of<IReadOnlyList<SessionView>>(open.ConvertAll(session => View(session, actor)));
    }

    public Task<Outcome<SessionView>> EndAsync(StaffMember actor, Guid sessionId, CancellationToken cancel = default) =>
        EndAsync(actor, sessionId, AuditActions.SessionEnded, cancel);

    public async Task<Outcome<SessionView>> SignOutAsync(StaffMember actor, CancellationToken cancel = default) =>
        actor.SessionId is { } id ? await EndAsync(actor, id, AuditActions.SignedOut, cancel) : NotFound;

    private Task<Outcome<SessionView>> EndAsync(StaffMember actor, Guid sessionId, string action, CancellationToken cancel) =>
        transactions.StaffAsync<SessionView>(
            actor,
            async work =>
            {
                var session = await work.Db.Sessions.SingleOrDefaultAsync(x => x.Id == sessionId && x.EndedAt == null && x.ExpiresAt > work.Now, cancel);
                // Nobody learns whether another's session exists.
                if (session is null || (session.StaffId != actor.Id && actor.Role != StaffRole.Administrator)) return NotFound;
                session.EndedAt = work.Now;
                work.Record(action, [AuditSubject.Staff(session.StaffId), AuditSubject.Session(sessionId)]);
                work.AfterCommit(() => feed.Tell(sessionId));
                return View(session, actor);
            },
            cancel);

    private static SessionView View(StaffSession session, StaffMember actor) =>
        new(session.Id, session.Method, session.Client, session.StartedAt, session.ExpiresAt, session.Id == actor.SessionId);
}
