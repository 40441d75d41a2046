using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Hosting;

/// <summary>The whole control plane with an identity provider, as a browser meets it.</summary>
public sealed class IdentityProviderTests : IAsyncLifetime
{
    private TestIdentityProvider provider = null!;
    private RunningPlane? plane;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync();
        plane = new RunningPlane
        {
            Configure = (config, folder) =>
            {
                AtomicFile.Write(Path.Combine(folder, "secret"), Encoding.UTF8.GetBytes(TestIdentityProvider.ClientSecret + "\n"), AtomicFile.OwnerOnly);
                config["identityProvider"] = new JsonObject
                {
                    ["issuer"] = provider.Issuer,
                    ["clientId"] = TestIdentityProvider.ClientId,
                    ["clientSecretFile"] = "secret",
                    ["name"] = "the force",
                    ["accountClaim"] = "preferred_username",
                    ["officerClaim"] = "officer",
                    ["strongMethods"] = new JsonArray("mfa"),
                };
            },
        };
        await plane.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (plane is not null) await plane.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Provider_SaysWhoItIs_OpensTheAccountsOwnSessionAndNoOther()
    {
        using var page = Browser(out var http);
        Assert.Contains("Sign in with the force", await http.GetStringAsync("/sign-in"), StringComparison.Ordinal);

        provider.Claims = new() { ["preferred_username"] = "author", ["officer"] = TestForce.AuthorId, ["role"] = "administrator", ["amr"] = new[] { "pwd", "mfa" } };
        var done = await http.GetAsync("/sign-in/provider?next=/watchlists");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Contains("url=/watchlists", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/watchlists", (await http.GetAsync("/watchlists")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/not-permitted", (await http.GetAsync("/staff")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("stranger", TestForce.AuthorId)]
    [InlineData("author", TestForce.AuthoriserId)]
    [InlineData("author", null)]
    public async Task Provider_NamesNobodyHereOrAnotherOfficer_OpensNothing(string account, string? officer)
    {
        using var page = Browser(out var http);
        provider.Claims = new() { ["preferred_username"] = account, ["amr"] = new[] { "mfa" } };
        if (officer is not null) provider.Claims["officer"] = officer;
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/sign-in/provider")).StatusCode);
        Assert.Equal("/sign-in", (await http.GetAsync("/watchlists")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Token_OfAnotherKey_OpensNothing()
    {
        using var page = Browser(out var http);
        provider.Forges = true;
        provider.Claims = new() { ["preferred_username"] = "author", ["officer"] = TestForce.AuthorId, ["amr"] = new[] { "mfa" } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/sign-in/provider")).StatusCode);
        Assert.Equal("/sign-in", (await http.GetAsync("/watchlists")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    private HttpClientHandler Browser(out HttpClient http)
    {
        var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        http = new HttpClient(handler) { BaseAddress = plane!.Console };
        return handler;
    }
}
