using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Staff;

internal static class Permission
{
    /// <summary>Null when <paramref name="actor"/> holds one of <paramref name="roles"/>.</summary>
    public static Problem? Require(this StaffMember actor, params ReadOnlySpan<StaffRole> roles)
    {
        if (roles.Contains(actor.Role)) return null;
        var allowed = new string[roles.Length];
        for (var i = 0; i < roles.Length; i++) allowed[i] = roles[i].Name();
        return Problem.Forbidden("staff.forbidden", $"This is for: {string.Join(", ", allowed)}. You are signed in as {actor.Role.Name()}.");
    }
}
