using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff.SignIn;

namespace Signpost.ControlPlane.Staff.Factors;

/// <summary>Whose factors change: of somebody who signed in within the last 15 minutes, or of somebody who gave the first factor and has no second one yet.</summary>
public sealed class FactorOwner
{
    private FactorOwner(StaffMember? member, PendingSignIn? pending, SignInDoor? door) => (Member, Pending, Door) = (member, pending, door);

    public Guid AccountId => Member?.Id ?? Pending!.AccountId;

    internal StaffMember? Member { get; }

    internal PendingSignIn? Pending { get; }

    internal SignInDoor? Door { get; }

    public static FactorOwner Of(StaffMember member) => new(member, null, null);

    /// <summary>The factor that is made completes the sign-in through <paramref name="door"/>.</summary>
    public static FactorOwner Of(PendingSignIn pending, SignInDoor door) => new(null, pending, door);
}

/// <summary>A passkey of an account. <paramref name="Id"/>: the credential id, base64url.</summary>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>What an account signs in with.</summary>
/// <param name="Fresh">Whether the session is young enough to change any of it.</param>
public sealed record FactorsView(bool Password, bool Authenticator, int RecoveryCodes, IReadOnlyList<PasskeyView> Passkeys, bool Fresh);

/// <summary>An authenticator app to be set up: its key (base 32) and the same as an address for a QR code.</summary>
public sealed record AuthenticatorSetUp(string Id, string Key, string Address);

/// <param name="RecoveryCodes">Ten, shown once, when the account had none; otherwise none.</param>
/// <param name="SignedIn">For somebody whose sign-in waited for this factor.</param>
public sealed record FactorAdded(IReadOnlyList<string> RecoveryCodes, SignedIn? SignedIn);

/// <summary>
/// One's own password, authenticator, passkeys and recovery codes. Every change ends one's other sessions and is on record. Problem codes: staff.sign-in-again (the session is
/// older than 15 minutes), staff.signed-out, staff.code, staff.passkey, staff.last-factor, staff.password.
/// </summary>
public interface IFactorService
{
    Task<Outcome<FactorsView>> ViewAsync(StaffMember actor, CancellationToken cancel = default);

    Task<Outcome<AuthenticatorSetUp>> BeginAuthenticatorAsync(FactorOwner owner, CancellationToken cancel = default);

    /// <summary>A set-up that was begun, to show it again.</summary>
    Task<Outcome<AuthenticatorSetUp>> AuthenticatorAsync(FactorOwner owner, string setUp, CancellationToken cancel = default);

    /// <summary>The app's first code proves that it has the key. It takes the place of an earlier authenticator.</summary>
    Task<Outcome<FactorAdded>> ConfirmAuthenticatorAsync(FactorOwner owner, string setUp, string code, CancellationToken cancel = default);

    Task<Outcome<FactorsView>> RemoveAuthenticatorAsync(StaffMember actor, CancellationToken cancel = default);

    Task<Outcome<PasskeyCeremony>> BeginPasskeyAsync(FactorOwner owner, CancellationToken cancel = default);

    /// <param name="credential">PublicKeyCredential as JSON.</param>
    /// <param name="name">For the person to know it by; 1 to 64 characters.</param>
    Task<Outcome<FactorAdded>> AddPasskeyAsync(FactorOwner owner, string ceremony, string credential, string name, CancellationToken cancel = default);

    Task<Outcome<FactorsView>> RemovePasskeyAsync(StaffMember actor, string id, CancellationToken cancel = default);

    /// <summary>Ten new ones; the old ones no longer count.</summary>
    Task<Outcome<IReadOnlyList<string>>> NewRecoveryCodesAsync(StaffMember actor, CancellationToken cancel = default);

    Task<Outcome<FactorsView>> ChangePasswordAsync(StaffMember actor, string current, string next, CancellationToken cancel = default);
}
