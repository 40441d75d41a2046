using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Signpost.ControlPlane.Staff.SignIn;

namespace Signpost.ControlPlane.Console.Accounts;

/// <summary>A sign-in that waits for its second factor, as the claims of a cookie of its own: nothing but the pages that complete it looks at that cookie.</summary>
internal static class PendingClaims
{
    private const string First = "signpost:first";
    private const string Stamp = "signpost:stamp";
    private const string Until = "signpost:until";
    private const string SetUp = "signpost:set-up";
    private const string Has = "signpost:has";
    private const string Authenticator = "authenticator";
    private const string Passkeys = "passkeys";

    public static ClaimsPrincipal Write(PendingSignIn pending)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, pending.AccountId.ToString()),
            new(First, pending.First),
            new(Stamp, pending.Stamp),
            new(Until, pending.Until.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        ];
        if (pending.SetUp) claims.Add(new(SetUp, "yes"));
        if (pending.Authenticator) claims.Add(new(Has, Authenticator));
        if (pending.Passkeys) claims.Add(new(Has, Passkeys));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, IdentityConstants.TwoFactorUserIdScheme));
    }

    public static PendingSignIn? Read(ClaimsPrincipal principal)
    {
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)) return null;
        if (principal.FindFirstValue(First) is not { } first || principal.FindFirstValue(Stamp) is not { } stamp) return null;
        if (!long.TryParse(principal.FindFirstValue(Until), NumberStyles.None, CultureInfo.InvariantCulture, out var until)) return null;
        return new PendingSignIn(id, first, stamp, new DateTimeOffset(until, TimeSpan.Zero), principal.HasClaim(SetUp, "yes"))
        {
            Authenticator = principal.HasClaim(Has, Authenticator),
            Passkeys = principal.HasClaim(Has, Passkeys),
        };
    }
}
