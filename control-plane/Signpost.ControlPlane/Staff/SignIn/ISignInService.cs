using System.Security.Claims;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Staff.SignIn;

/// <summary>Where somebody signs in.</summary>
/// <param name="Scheme">Authentication scheme that the principal is for.</param>
/// <param name="Lifetime">Of the session.</param>
/// <param name="Client">The kind of browser or program, at most 64 characters.</param>
public sealed record SignInDoor(string Scheme, TimeSpan Lifetime, string Client);

/// <summary>A member of staff who proved who they are, and the principal to sign in with.</summary>
public sealed record SignedIn(StaffMember Member, ClaimsPrincipal Principal);

/// <summary>Somebody whose first factor was right and whose second is missing.</summary>
/// <param name="First">The first factor: <c>password</c> or <c>provider</c>.</param>
/// <param name="Stamp">The account as it stood: a change in between and it starts over.</param>
/// <param name="SetUp">There is no second factor yet: one is made before anything else.</param>
public sealed record PendingSignIn(Guid AccountId, string First, string Stamp, DateTimeOffset Until, bool SetUp)
{
    /// <summary>Whether the account has an authenticator, and whether it has passkeys.</summary>
    public bool Authenticator { get; init; }

    public bool Passkeys { get; init; }
}

/// <summary>After the first factor: in, or what is missing. Exactly one is there.</summary>
public sealed record SignInProgress(SignedIn? SignedIn, PendingSignIn? Pending);

/// <summary>What a browser is asked: <paramref name="Options"/> is the JSON of the W3C's Web Authentication, section 5.1.8 or 5.1.9.</summary>
public sealed record PasskeyCeremony(string Id, string Options);

/// <summary>Who the force's identity provider says it is. <paramref name="Strong"/>: it asked for two factors.</summary>
public sealed record ProviderIdentity(string Account, string? OfficerId, string? Role, bool Strong);

/// <summary>Signing in. A session is there only once everything that the account needs was given; every attempt is on record with its outcome.</summary>
public interface ISignInService
{
    /// <summary>Checks a password; five wrong answers in a row lock the account for five minutes. Problem codes: staff.sign-in-failed, staff.locked-out.</summary>
    Task<Outcome<SignInProgress>> PasswordAsync(string userName, string password, SignInDoor door, CancellationToken cancel = default);

    /// <summary>The second factor: an authenticator's code, or a recovery code, each good once. Problem codes as above, staff.code, staff.signed-out.</summary>
    Task<Outcome<SignedIn>> CodeAsync(PendingSignIn pending, string code, SignInDoor door, CancellationToken cancel = default);

    /// <summary>Asks for a passkey: any of this console's, or one of the account's.</summary>
    Task<Outcome<PasskeyCeremony>> AskPasskeyAsync(PendingSignIn? pending, CancellationToken cancel = default);

    /// <summary>The answer: PublicKeyCredential as JSON. A passkey that the person unlocked is both factors. Problem codes: staff.passkey, staff.signed-out.</summary>
    Task<Outcome<SignedIn>> PasskeyAsync(string ceremony, string credential, PendingSignIn? pending, SignInDoor door, CancellationToken cancel = default);

    /// <summary>
    /// Somebody whom the identity provider sent. It gives nobody a role: the account has to be here, and where the provider names an officer or a role they have to be the account's.
    /// Problem codes: staff.provider.
    /// </summary>
    Task<Outcome<SignInProgress>> ProviderAsync(ProviderIdentity identity, SignInDoor door, CancellationToken cancel = default);
}
