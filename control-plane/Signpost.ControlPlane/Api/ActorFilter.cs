using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Api;

/// <summary>Looks the token's account up at every request, so that a disabled account is out at once, and hands it to the endpoint.</summary>
internal sealed class ActorFilter : IEndpointFilter
{
    private static readonly object Key = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var staff = http.RequestServices.GetRequiredService<IStaffService>();
        if (await staff.CurrentAsync(http.User, http.RequestAborted) is not { } actor)
            return new Problem(ProblemKind.Unauthenticated, "staff.signed-out", "The account behind this token was disabled or changed: sign in again.").ToResult();
        http.Items[Key] = actor;
        return await next(context);
    }

    /// <summary>The member of staff of this request.</summary>
    public static StaffMember Of(HttpContext http) => (StaffMember)http.Items[Key]!;
}
