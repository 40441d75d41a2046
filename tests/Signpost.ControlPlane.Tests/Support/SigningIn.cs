using Microsoft.AspNetCore.Identity;
using OtpNet;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Factors;
using Signpost.ControlPlane.Staff.SignIn;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>People at browsers, without the browsers.</summary>
internal static class SigningIn
{
    public static readonly SignInDoor Door = new(IdentityConstants.ApplicationScheme, TimeSpan.FromHours(12), "Chrome on Linux");

    public static async Task<SignInProgress> PasswordAsync(this TestPlane plane, string userName) => (await plane.SignIn.PasswordAsync(userName, TestPlane.Password, Door)).Ok();

    /// <summary>Signed in with a password alone, as demonstrations allow.</summary>
    public static async Task<SignedIn> SignedInAsync(this TestPlane plane, string userName) => (await plane.PasswordAsync(userName)).SignedIn!;

    /// <summary>Signs in for the first time where a second factor is needed, and sets an authenticator up.</summary>
    public static async Task<(SignedIn SignedIn, string Key, IReadOnlyList<string> Codes)> SetUpAuthenticatorAsync(this TestPlane plane, string userName)
    {
        var owner = FactorOwner.Of((await plane.PasswordAsync(userName)).Pending!, Door);
        var setUp = (await plane.Factors.BeginAuthenticatorAsync(owner)).Ok();
        var added = (await plane.Factors.ConfirmAuthenticatorAsync(owner, setUp.Id, plane.Code(setUp.Key))).Ok();
        plane.Time.Advance(TimeSpan.FromSeconds(30));
        return (added.SignedIn!, setUp.Key, added.RecoveryCodes);
    }

    /// <summary>Signs in for the first time where a second factor is needed, and makes a passkey.</summary>
    public static async Task<(SignedIn SignedIn, TestAuthenticator Authenticator)> SetUpPasskeyAsync(this TestPlane plane, string userName)
    {
        var owner = FactorOwner.Of((await plane.PasswordAsync(userName)).Pending!, Door);
        var authenticator = new TestAuthenticator(plane.Get<StaffOptions>().Origin);
        var asked = (await plane.Factors.BeginPasskeyAsync(owner)).Ok();
        var added = (await plane.Factors.AddPasskeyAsync(owner, asked.Id, authenticator.Register(asked.Options), "Key ring")).Ok();
        return (added.SignedIn!, authenticator);
    }

    public static string Code(this TestPlane plane, string key) => new OtpNet.Totp(Base32Encoding.ToBytes(key)).ComputeTotp(plane.Now.UtcDateTime);
}
