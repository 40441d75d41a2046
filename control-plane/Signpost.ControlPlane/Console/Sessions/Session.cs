using Microsoft.AspNetCore.Components.Authorization;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Sessions;

/// <summary>Who uses this circuit.</summary>
internal sealed class Session(AuthenticationStateProvider states)
{
    /// <summary>The signed-in member of staff; throws when nobody is, which a page behind <c>[Authorize]</c> never meets.</summary>
    public async Task<StaffMember> StaffAsync()
    {
        var state = await states.GetAuthenticationStateAsync();
        return StaffMember.From(state.User) ?? throw new InvalidOperationException("Nobody is signed in.");
    }
}
