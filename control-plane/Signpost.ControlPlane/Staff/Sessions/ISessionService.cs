using System.Security.Claims;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Staff.Sessions;

/// <summary>A session as its owner or an administrator sees it.</summary>
public sealed record SessionView(Guid Id, string Method, string Client, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, bool Current);

/// <summary>Where people are signed in.</summary>
public interface ISessionService
{
    /// <summary>The member of staff behind <paramref name="principal"/> as the account stands now; null once the session has ended or the account is disabled.</summary>
    Task<StaffMember?> CurrentAsync(ClaimsPrincipal principal, CancellationToken cancel = default);

    /// <summary>The open sessions of an account, newest first: one's own; anybody's for an administrator.</summary>
    Task<Outcome<IReadOnlyList<SessionView>>> ListAsync(StaffMember actor, Guid staffId, CancellationToken cancel = default);

    /// <summary>Ends one: one's own; anybody's for an administrator. Pages that are open in it stop at once.</summary>
    Task<Outcome<SessionView>> EndAsync(StaffMember actor, Guid sessionId, CancellationToken cancel = default);

    /// <summary>Ends the actor's own session. The caller clears the cookie.</summary>
    Task<Outcome<SessionView>> SignOutAsync(StaffMember actor, CancellationToken cancel = default);
}
