using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Api;

/// <summary>The staff API as a stranger meets it: nothing that is sent makes it fail, and every refusal says why.</summary>
public sealed class StaffApiTests(RunningPlane plane) : IClassFixture<RunningPlane>
{
    private static readonly (HttpMethod Method, string Path)[] Routes =
    [
        (HttpMethod.Put, "roster"), (HttpMethod.Get, "roster"), (HttpMethod.Post, "claim-tokens"), (HttpMethod.Get, "units"), (HttpMethod.Post, "watchlists"),
        (HttpMethod.Get, "watchlists"), (HttpMethod.Post, "orders"), (HttpMethod.Get, "orders"), (HttpMethod.Get, "alerts"), (HttpMethod.Get, "records"),
        (HttpMethod.Post, $"orders/{Guid.Empty}/signatures"), (HttpMethod.Post, $"orders/{Guid.Empty}/end"), (HttpMethod.Post, "alerts/1/decision"),
        (HttpMethod.Post, $"watchlists/{Guid.Empty}/entries"), (HttpMethod.Delete, $"entries/{Guid.Empty}"), (HttpMethod.Get, "certificate"), (HttpMethod.Post, "units/unit-x/revoke"),
    ];

    [Fact]
    public async Task EveryRoute_WithoutAToken_Is401()
    {
        using var http = new HttpClient { BaseAddress = new Uri(plane.Console, "api/v1/") };
        foreach (var (method, path) in Routes)
        {
            using var request = new HttpRequestMessage(method, path);
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Refusal_IsAProblemWithACode()
    {
        using var author = await plane.SignInAsync("author");
        var reply = await author.PostAsJsonAsync("claim-tokens", new { site = "North gate" });
        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal("staff.forbidden", (await reply.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await author.GetAsync("no-such-thing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await author.GetAsync($"orders/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Certificate_IsTheFileBesideThePack()
    {
        using var author = await plane.SignInAsync("author");
        var certificate = PackCertificateFile.Read(await author.GetByteArrayAsync("certificate")).Value;
        Assert.Equal(TestCertificate.Of(certificate.PackDigest.Span), certificate);
    }

    [Fact]
    public async Task Photograph_ThatIsNone_Is422WithFacts()
    {
        using var author = await plane.SignInAsync("author");
        var list = await (await author.PostAsJsonAsync("watchlists", new { name = "Volunteers" })).Content.ReadFromJsonAsync<JsonObject>();
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in new[]
        {
            ("displayName", "One"), ("category", "missing"), ("reason", "Missing"), ("imageSource", "Family"), ("imageDate", "2026-01-31"), ("legalBasis", "protection-of-life"),
            ("expiresAt", TimeProvider.System.GetUtcNow().AddDays(1).ToString("O")),
        })
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent("not a picture"u8.ToArray()), "photo", "photo.jpg");
        var reply = await author.PostAsync($"watchlists/{list!["id"]}/entries", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
        Assert.Equal("photo.unreadable", (await reply.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Body_TooLarge_Is413()
    {
        using var author = await plane.SignInAsync("author");
        using var content = new StringContent("{\"name\":\"" + new string('x', 300 * 1024) + "\"}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await author.PostAsync("watchlists", content)).StatusCode);
    }

    [Fact]
    public async Task AnyBody_OnAnyRoute_IsNeverAnError()
    {
        using var author = await plane.SignInAsync("author");
        var json = Gen.OneOf(
            Gen.String[0, 60],
            Gen.Const("{}"), Gen.Const("[]"), Gen.Const("null"), Gen.Const("{\"name\":null}"), Gen.Const("{\"name\":1}"), Gen.Const(new string('[', 200)),
            Gen.Const("{\"decision\":3,\"reason\":\"x\"}"), Gen.Const("{\"reason\":\"\\ud800\"}"), Gen.Const("{\"name\":\"\\u0000\"}"), Gen.Const("{\"name\":\"a\",\"name\":\"b\"}"),
            Gen.Const("{\"watchlistId\":\"00000000-0000-0000-0000-000000000000\",\"purpose\":\"x\"}"),
            Gen.String[0, 40].Select(x => new JsonObject { ["name"] = x, ["reason"] = x, ["site"] = x }.ToJsonString()),
            Gen.String[0, 40].Select(x => new JsonObject { ["name"] = x }.ToJsonString()),
            Gen.String[0, 40].Select(x => new JsonObject { ["reason"] = x }.ToJsonString()));
        await Gen.Select(Gen.Int[0, Routes.Length - 1], json, Gen.Bool).SampleAsync(
            async (route, body, asJson) =>
            {
                var (method, path) = Routes[route];
                using var request = new HttpRequestMessage(method, path);
                if (method != HttpMethod.Get)
                {
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                    request.Content.Headers.ContentType = new MediaTypeHeaderValue(asJson ? "application/json" : "multipart/form-data");
                }

                var status = (int)(await author.SendAsync(request)).StatusCode;
                return status is >= 200 and < 500;
            },
            iter: 150, threads: 1);
    }

    [Fact]
    public async Task Query_OutOfRange_IsNotAnError()
    {
        using var watcher = await plane.SignInAsync("operator");
        foreach (var query in new[] { "alerts?afterId=-1", "alerts?afterId=9223372036854775807&limit=0", "alerts?limit=2147483647", "alerts?limit=-5", "units/%00", "units/" + new string('x', 2000) })
            Assert.InRange((int)(await watcher.GetAsync(query)).StatusCode, 200, 499);
        Assert.Equal(HttpStatusCode.BadRequest, (await watcher.GetAsync("alerts?afterId=x")).StatusCode);
    }
}
