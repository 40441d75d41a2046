using System.Security.Claims;

namespace Signpost.ControlPlane.Staff.SignIn;

/// <summary>The force's identity provider (OpenID Connect), when there is one.</summary>
/// <param name="Authority">Its issuer; null: there is none.</param>
/// <param name="Name">As people call it.</param>
/// <param name="ClientSecretFile">Owner-only file; null for a public client.</param>
/// <param name="AccountClaim">Whose value is the account's user name here. Only what the provider never gives to somebody else, and nobody can change for themselves, will do:
/// <c>sub</c> is that everywhere (OpenID Connect Core 1.0, section 5.7).</param>
/// <param name="OfficerClaim">Whose value has to be the account's officer id; null: it is not looked at.</param>
/// <param name="RoleClaim">Whose value has to be the account's role; null: it is not looked at. No role ever comes from there.</param>
/// <param name="StrongMethods">Values of <c>amr</c> (RFC 8176) of which one tells that two factors were asked for there; otherwise the second is asked for here.</param>
public sealed record ProviderOptions(
    Uri? Authority, string Name = "", string ClientId = "", string? ClientSecretFile = null, string AccountClaim = "sub", string? OfficerClaim = null,
    string? RoleClaim = null, IReadOnlyList<string>? StrongMethods = null)
{
    public static readonly ProviderOptions None = new(Authority: null);

    /// <summary>Null when the provider's token names no account. A claim that is looked at and missing counts as empty.</summary>
    public ProviderIdentity? Read(ClaimsPrincipal? principal)
    {
        if (principal?.FindFirstValue(AccountClaim) is not { Length: > 0 } account) return null;
        return new ProviderIdentity(
            account,
            OfficerClaim is null ? null : principal.FindFirstValue(OfficerClaim) ?? "",
            RoleClaim is null ? null : principal.FindFirstValue(RoleClaim) ?? "",
            principal.FindAll("amr").Any(method => StrongMethods?.Contains(method.Value, StringComparer.Ordinal) == true));
    }
}
