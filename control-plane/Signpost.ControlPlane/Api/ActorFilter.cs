using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Sessions;

namespace Signpost.ControlPlane.Api;

/// <summary>Looks the token's session up at every request, so that one that was ended is out at once, and hands its member of staff to the endpoint.</summary>
internal sealed class ActorFilter : IEndpointFilter
{
    private static readonly object Key = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var sessions = http.RequestServices.GetRequiredService<ISessionService>();
        if (await sessions.CurrentAsync(http.User, http.RequestAborted) is not { } actor)
            return SessionRules.SignedOut.ToResult();
        http.Items[Key] = actor;
        return await next(context);
    }

    /// <summary>The member of staff of this request.</summary>
    public static StaffMember Of(HttpContext http) => (StaffMember)http.Items[Key]!;
}
