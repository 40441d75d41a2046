using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>
/// A force's identity provider over real HTTP: discovery, keys, code flow with PKCE and a client secret, RS256 tokens. Whoever comes is <see cref="Claims"/>, already signed in there.
/// </summary>
internal sealed class TestIdentityProvider : IAsyncDisposable
{
    public const string ClientId = "signpost";
    public const string ClientSecret = "a secret of the test";

    private readonly ConcurrentDictionary<string, Asked> codes = [];
    private readonly RSA key = RSA.Create(2048);
    private readonly WebApplication app;

    private TestIdentityProvider(int port)
    {
        Issuer = $"http://localhost:{port}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });
        app.MapGet("/keys", () => Results.Text(new JsonObject { ["keys"] = new JsonArray(PublicKey()) }.ToJsonString(), "application/json"));
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", TokenAsync);
    }

    public string Issuer { get; }

    public Dictionary<string, object> Claims { get; set; } = [];

    /// <summary>Signs with a key that is not on its list.</summary>
    public bool Forges { get; set; }

    public static async Task<TestIdentityProvider> StartAsync()
    {
        var provider = new TestIdentityProvider(Signpost.Tests.Support.FreePorts.Take());
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private IResult Authorize(HttpRequest request)
    {
        string Of(string name) => request.Query[name].ToString();
        if (Of("response_type") != "code" || Of("client_id") != ClientId || Of("code_challenge_method") != "S256" || !Of("scope").Split(' ').Contains("openid")) return Results.BadRequest();
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
        codes[code] = new Asked(Of("redirect_uri"), Of("nonce"), Of("code_challenge"));
        return Results.Redirect(QueryHelpers.AddQueryString(Of("redirect_uri"), new Dictionary<string, string?> { ["code"] = code, ["state"] = Of("state") }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret) return Results.Unauthorized();
        if (!codes.TryRemove(form["code"].ToString(), out var asked) || asked.RedirectUri != form["redirect_uri"]) return Results.BadRequest();
        if (asked.Challenge != WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))) return Results.BadRequest();
        using var other = RSA.Create(2048);
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = ClientId,
            Expires = TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime,
            Claims = new Dictionary<string, object>(Claims) { ["sub"] = "1", ["nonce"] = asked.Nonce },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(Forges ? other : key) { KeyId = "1", CryptoProviderFactory = new() { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSha256),
        });
        return Results.Json(new Dictionary<string, object> { ["access_token"] = "nothing", ["token_type"] = "Bearer", ["expires_in"] = 300, ["id_token"] = token });
    }

    private JsonObject PublicKey()
    {
        var of = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = "1",
            ["n"] = WebEncoders.Base64UrlEncode(of.Modulus!),
            ["e"] = WebEncoders.Base64UrlEncode(of.Exponent!),
        };
    }

    private sealed record Asked(string RedirectUri, string Nonce, string Challenge);
}
