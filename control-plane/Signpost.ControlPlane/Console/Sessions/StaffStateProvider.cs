using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Sessions;

namespace Signpost.ControlPlane.Console.Sessions;

/// <summary>
/// An open circuit outlives its request: when its session ends in this process it hears of it at once, and it looks again every ten seconds for one that another replica
/// ended, or whose time is over. The page then shows nothing more.
/// </summary>
internal sealed class StaffStateProvider : RevalidatingServerAuthenticationStateProvider
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));
    private readonly ISessionService sessions;
    private readonly SessionFeed feed;
    private readonly Action<Guid> ended;

    public StaffStateProvider(ILoggerFactory logs, ISessionService sessions, SessionFeed feed)
        : base(logs)
    {
        (this.sessions, this.feed) = (sessions, feed);
        ended = session => _ = LeaveAsync(session);
        feed.Ended += ended;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await sessions.CurrentAsync(authenticationState.User, cancellationToken) is not null;

    protected override void Dispose(bool disposing)
    {
        feed.Ended -= ended;
        base.Dispose(disposing);
    }

    private async Task LeaveAsync(Guid session)
    {
        try
        {
            var state = await GetAuthenticationStateAsync();
            if (StaffMember.From(state.User)?.SessionId == session) SetAuthenticationState(Task.FromResult(Nobody));
        }
        catch (InvalidOperationException)
        {
            // A circuit that nobody has signed in to yet.
        }
    }
}
