using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Signpost.ControlPlane.Console.Accounts;
using Signpost.ControlPlane.Staff.SignIn;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>OpenID Connect: code flow with PKCE; the token's claims end on the page that asks the accounts about them.</summary>
internal static class IdentityProvider
{
    private const string Scheme = "provider";
    private const int LongestSecret = 4096;

    /// <exception cref="TrustException">The secret's file is missing, or open to others.</exception>
    public static void AddProvider(this AuthenticationBuilder authentication, ProviderOptions provider) => authentication.AddOpenIdConnect(Scheme, oidc =>
    {
        oidc.Authority = provider.Authority!.ToString();
        oidc.RequireHttpsMetadata = !provider.Authority.IsLoopback;
        oidc.ClientId = provider.ClientId;
        oidc.ClientSecret = provider.ClientSecretFile is { } file ? Encoding.UTF8.GetString(KeyFiles.ReadSecret(file, LongestSecret)).Trim() : null;
        oidc.SignInScheme = IdentityConstants.ExternalScheme;
        oidc.CallbackPath = $"{SignInEndpoints.ProviderPath}/answer";
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.MapInboundClaims = false;
        oidc.DisableTelemetry = true;
        oidc.GetClaimsFromUserInfoEndpoint = false;
        oidc.Scope.Clear();
        oidc.Scope.Add("openid");
        oidc.Scope.Add("profile");
        // The redirect comes from the provider's site; a cookie of none would need TLS, which the console on localhost has not.
        oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.Events.OnRemoteFailure = failure =>
        {
            failure.HandleResponse();
            failure.Response.Redirect(SignInEndpoints.ProviderDonePath);
            return Task.CompletedTask;
        };
    });

    public static void MapProvider(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetRequiredService<ProviderOptions>().Authority is null) return;
        endpoints.MapGet(SignInEndpoints.ProviderPath, (string? next) => Results.Challenge(
            new AuthenticationProperties { RedirectUri = $"{SignInEndpoints.ProviderDonePath}?next={Uri.EscapeDataString(SignInEndpoints.LocalPath(next))}" }, [Scheme]));
    }
}
