using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Staff;

/// <summary>A member of staff's account as an administrator sees it.</summary>
public sealed record StaffView(
    Guid Id, string UserName, StaffRole Role, string? OfficerId, bool Disabled, bool LockedOut, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt);

/// <summary>A new account. <paramref name="Password"/>: at least 12 characters.</summary>
public sealed record NewStaff(string UserName, string Password, StaffRole Role, string? OfficerId);

/// <summary>Accounts. No call changes a role: whoever gets other work gets another account, and the old one is disabled.</summary>
public interface IStaffService
{
    /// <summary>Administrator.</summary>
    Task<Outcome<IReadOnlyList<StaffView>>> ListAsync(StaffMember actor, CancellationToken cancel = default);

    /// <summary>Administrator.</summary>
    Task<Outcome<StaffView>> CreateAsync(StaffMember actor, NewStaff account, CancellationToken cancel = default);

    /// <summary>Administrator, not for their own account: signs the account out everywhere and keeps it out.</summary>
    Task<Outcome<StaffView>> DisableAsync(StaffMember actor, Guid id, CancellationToken cancel = default);

    /// <summary>Administrator, not for their own account: lets a locked account try again.</summary>
    Task<Outcome<StaffView>> UnlockAsync(StaffMember actor, Guid id, CancellationToken cancel = default);

    /// <summary>
    /// Administrator, not for their own account: for somebody who lost what they sign in with. Ends their sessions, takes away authenticator, passkeys and recovery codes,
    /// and gives a new first password.
    /// </summary>
    Task<Outcome<StaffView>> ResetAsync(StaffMember actor, Guid id, string password, CancellationToken cancel = default);
}
