using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff.Sessions;

/// <summary>Which sessions count.</summary>
internal static class SessionRules
{
    /// <summary>How long after signing in somebody may change what they sign in with.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>How long a session that is over stays on the list of an account.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public static readonly Problem SignedOut = new(ProblemKind.Unauthenticated, "staff.signed-out", "This session has ended: sign in again.");

    public static IQueryable<StaffSession> Open(this ControlPlaneDb db, DateTimeOffset now) =>
        from session in db.Sessions
        join account in db.Users on session.StaffId equals account.Id
        where session.EndedAt == null && session.ExpiresAt > now && account.DisabledAt == null
        select session;

    /// <summary>Null while the actor's session is open; also for an actor without one, whom no request can name.</summary>
    public static async Task<Problem?> CheckAsync(Work work, StaffMember actor, CancellationToken cancel) =>
        actor.SessionId is not { } id || await work.Db.Open(work.Now).AnyAsync(x => x.Id == id && x.StaffId == actor.Id, cancel) ? null : SignedOut;

    /// <summary>Ends the open sessions of an account, but for <paramref name="except"/>. The caller records why.</summary>
    public static async Task<int> EndAllAsync(Work work, SessionFeed feed, Guid staffId, Guid? except, CancellationToken cancel)
    {
        var open = await work.Db.Sessions.Where(x => x.StaffId == staffId && x.EndedAt == null && x.ExpiresAt > work.Now).ToListAsync(cancel);
        open.RemoveAll(x => x.Id == except);
        foreach (var session in open)
        {
            session.EndedAt = work.Now;
            work.AfterCommit(() => feed.Tell(session.Id));
        }

        return open.Count;
    }
}
