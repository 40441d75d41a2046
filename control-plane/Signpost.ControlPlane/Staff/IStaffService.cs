using System.Security.Claims;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Staff;

/// <summary>A member of staff's account as an administrator sees it.</summary>
public sealed record StaffView(
    Guid Id, string UserName, StaffRole Role, string? OfficerId, bool Disabled, bool LockedOut, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt);

/// <summary>A new account. <paramref name="Password"/>: at least 12 characters.</summary>
public sealed record NewStaff(string UserName, string Password, StaffRole Role, string? OfficerId);

/// <summary>A member of staff who proved who they are, and the principal to sign in with (cookie or bearer scheme).</summary>
public sealed record SignedIn(StaffMember Member, ClaimsPrincipal Principal);

/// <summary>Accounts and signing in.</summary>
public interface IStaffService
{
    /// <summary>
    /// Checks the password; five wrong ones in a row lock the account for five minutes. <paramref name="scheme"/> is the authentication scheme that the principal is for
    /// (<c>IdentityConstants.ApplicationScheme</c> or <c>IdentityConstants.BearerScheme</c>). Problem codes: staff.sign-in-failed, staff.locked-out.
    /// </summary>
    Task<Outcome<SignedIn>> SignInAsync(string userName, string password, string scheme, CancellationToken cancel = default);

    /// <summary>Puts the sign-out on record. The caller clears the cookie.</summary>
    Task<Outcome<StaffView>> SignOutAsync(StaffMember actor, CancellationToken cancel = default);

    /// <summary>The member of staff behind <paramref name="principal"/> as the account stands now; null once it is disabled or changed.</summary>
    Task<StaffMember?> CurrentAsync(ClaimsPrincipal principal, CancellationToken cancel = default);

    /// <summary>Administrator.</summary>
    Task<Outcome<IReadOnlyList<StaffView>>> ListAsync(StaffMember actor, CancellationToken cancel = default);

    /// <summary>Administrator.</summary>
    Task<Outcome<StaffView>> CreateAsync(StaffMember actor, NewStaff account, CancellationToken cancel = default);

    /// <summary>Administrator, not for their own account: signs the account out everywhere and keeps it out.</summary>
    Task<Outcome<StaffView>> DisableAsync(StaffMember actor, Guid id, CancellationToken cancel = default);
}
