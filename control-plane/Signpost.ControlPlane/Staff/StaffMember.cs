using System.Security.Claims;

namespace Signpost.ControlPlane.Staff;

/// <summary>Who acts. Read from the claims of a signed-in session; every service takes one.</summary>
/// <param name="OfficerId">The officer in the roster whose key this person holds, for those who sign orders.</param>
public sealed record StaffMember(Guid Id, string UserName, StaffRole Role, string? OfficerId)
{
    /// <summary>Claim that changes when the account is disabled or its password changes; compared on every request.</summary>
    internal const string StampClaim = "signpost:stamp";

    private const string OfficerClaim = "signpost:officer";

    /// <summary>Null when <paramref name="principal"/> is not a signed-in member of staff.</summary>
    public static StaffMember? From(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true }) return null;
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)) return null;
        var role = StaffRoles.Parse(principal.FindFirstValue(ClaimTypes.Role));
        var name = principal.FindFirstValue(ClaimTypes.Name);
        if (role == StaffRole.None || name is null) return null;
        return new StaffMember(id, name, role, principal.FindFirstValue(OfficerClaim));
    }

    internal ClaimsPrincipal ToPrincipal(string stamp, string scheme)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, Id.ToString()),
            new(ClaimTypes.Name, UserName),
            new(ClaimTypes.Role, Role.Name()),
            new(StampClaim, stamp),
        ];
        if (OfficerId is not null) claims.Add(new(OfficerClaim, OfficerId));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, ClaimTypes.Name, ClaimTypes.Role));
    }
}
