using System.Security.Claims;

namespace Signpost.ControlPlane.Staff;

/// <summary>Who acts. Read from the claims of a signed-in session; every service takes one.</summary>
/// <param name="OfficerId">The officer in the roster whose key this person holds, for those who sign orders.</param>
/// <param name="SessionId">The session through which they act: once it has ended, nothing that they do is stored.</param>
public sealed record StaffMember(Guid Id, string UserName, StaffRole Role, string? OfficerId, Guid? SessionId = null)
{
    private const string OfficerClaim = "signpost:officer";
    private const string SessionClaim = "signpost:session";

    /// <summary>Null when <paramref name="principal"/> is not a signed-in member of staff.</summary>
    public static StaffMember? From(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true }) return null;
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)) return null;
        if (!Guid.TryParse(principal.FindFirstValue(SessionClaim), out var session)) return null;
        var role = StaffRoles.Parse(principal.FindFirstValue(ClaimTypes.Role));
        var name = principal.FindFirstValue(ClaimTypes.Name);
        if (role == StaffRole.None || name is null) return null;
        return new StaffMember(id, name, role, principal.FindFirstValue(OfficerClaim), session);
    }

    internal ClaimsPrincipal ToPrincipal(string scheme)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, Id.ToString()),
            new(ClaimTypes.Name, UserName),
            new(ClaimTypes.Role, Role.Name()),
            new(SessionClaim, SessionId.ToString()!),
        ];
        if (OfficerId is not null) claims.Add(new(OfficerClaim, OfficerId));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, ClaimTypes.Name, ClaimTypes.Role));
    }
}
