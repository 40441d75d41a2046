using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Signpost.ControlPlane.Staff.SignIn;

namespace Signpost.ControlPlane.Console.Accounts;

/// <summary>Signing in at a browser: the session's cookie, and the one in between two factors.</summary>
internal static class ConsoleDoor
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static SignInDoor Of(HttpContext http) => new(IdentityConstants.ApplicationScheme, Lifetime, ClientNames.Of(http.Request.Headers.UserAgent));

    public static async Task EnterAsync(HttpContext http, SignedIn signedIn)
    {
        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, signedIn.Principal);
    }

    /// <summary>Keeps the first factor and says which page goes on.</summary>
    public static async Task<string> WaitAsync(HttpContext http, PendingSignIn pending, string? next)
    {
        await http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, PendingClaims.Write(pending));
        var page = pending.SetUp ? SignInEndpoints.SetUpPath : SignInEndpoints.SecondFactorPath;
        return $"{page}?next={Uri.EscapeDataString(SignInEndpoints.LocalPath(next))}";
    }

    public static async Task<PendingSignIn?> PendingAsync(HttpContext http) =>
        (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal is { } principal ? PendingClaims.Read(principal) : null;
}
