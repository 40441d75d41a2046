using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Sessions;

/// <summary>An open circuit outlives its request: the account behind it is looked at again every minute, so that a disabled one loses the console.</summary>
internal sealed class StaffStateProvider(ILoggerFactory logs, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var staff = scope.ServiceProvider.GetRequiredService<IStaffService>();
        return await staff.CurrentAsync(authenticationState.User, cancellationToken) is not null;
    }
}
