using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Signpost.Cli.Api;

/// <summary>The control plane's JSON API as one signed-in member of staff sees it.</summary>
internal sealed class StaffApi : IDisposable
{
    private static readonly ApiJson Json = ApiJson.Default;
    private readonly HttpClient _http;
    private readonly SignInRequest _signIn;

    private StaffApi(HttpClient http, SignInRequest signIn) => (_http, _signIn) = (http, signIn);

    /// <exception cref="ApiException">Wrong password, or locked out.</exception>
    /// <exception cref="HttpRequestException">Nobody listens there.</exception>
    public static async Task<StaffApi> SignInAsync(Uri console, string userName, string password, CancellationToken stopping)
    {
        var http = new HttpClient { BaseAddress = new Uri(console, "api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        var api = new StaffApi(http, new(userName, password));
        try
        {
            await api.SignInAsync(stopping);
            return api;
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    private async Task SignInAsync(CancellationToken stopping)
    {
        _http.DefaultRequestHeaders.Authorization = null;
        var reply = await SendAsync(HttpMethod.Post, "sign-in", Body(_signIn, Json.SignInRequest), Json.SignInReply, stopping);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", reply.AccessToken);
    }

    public Task InstallRosterAsync(ReadOnlyMemory<byte> roster, string rootPublicKey, CancellationToken stopping) =>
        SendAsync(HttpMethod.Put, "roster", Body(new RosterRequest(Convert.ToBase64String(roster.Span), rootPublicKey), Json.RosterRequest), stopping);

    public Task<ClaimTokenReply> CreateClaimTokenAsync(string site, CancellationToken stopping) =>
        SendAsync(HttpMethod.Post, "claim-tokens", Body(new ClaimTokenRequest(site), Json.ClaimTokenRequest), Json.ClaimTokenReply, stopping);

    public Task<List<EnrolmentReply>> EnrolmentsAsync(CancellationToken stopping) =>
        SendAsync(HttpMethod.Get, "enrolments", null, Json.ListEnrolmentReply, stopping);

    public Task ApproveEnrolmentAsync(Guid id, CancellationToken stopping) => SendAsync(HttpMethod.Post, $"enrolments/{id}/approve", null, stopping);

    public Task<CreatedReply> CreateWatchlistAsync(string name, CancellationToken stopping) =>
        SendAsync(HttpMethod.Post, "watchlists", Body(new WatchlistRequest(name), Json.WatchlistRequest), Json.CreatedReply, stopping);

    /// <exception cref="ApiException">Among others the quality gate's refusals, with the reason for a person.</exception>
    public async Task<EntryReply> AddEntryAsync(Guid watchlistId, NewEntry entry, string photograph, CancellationToken stopping)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in entry.Fields()) form.Add(new StringContent(value), name);
        var photo = new ByteArrayContent(await File.ReadAllBytesAsync(photograph, stopping));
        photo.Headers.ContentType = new(photograph.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "image/png" : "image/jpeg");
        form.Add(photo, "photo", Path.GetFileName(photograph));
        return await SendAsync(HttpMethod.Post, $"watchlists/{watchlistId}/entries", form, Json.EntryReply, stopping);
    }

    public Task<LintReply> LintAsync(Guid watchlistId, CancellationToken stopping) =>
        SendAsync(HttpMethod.Get, $"watchlists/{watchlistId}/lint", null, Json.LintReply, stopping);

    public Task AcknowledgeAsync(Guid watchlistId, IReadOnlyList<string> findings, CancellationToken stopping) =>
        SendAsync(HttpMethod.Post, $"watchlists/{watchlistId}/lint/acknowledgements", Body(new AcknowledgeRequest(findings), Json.AcknowledgeRequest), stopping);

    public Task<CreatedReply> DraftOrderAsync(OrderRequest order, CancellationToken stopping) =>
        SendAsync(HttpMethod.Post, "orders", Body(order, Json.OrderRequest), Json.CreatedReply, stopping);

    public Task<List<OrderReply>> OrdersAsync(CancellationToken stopping) => SendAsync(HttpMethod.Get, "orders", null, Json.ListOrderReply, stopping);

    public Task EndOrderAsync(Guid orderId, string reason, CancellationToken stopping) =>
        SendAsync(HttpMethod.Post, $"orders/{orderId}/end", Body(new EndRequest(reason), Json.EndRequest), stopping);

    public async Task<byte[]> SigningRequestAsync(Guid orderId, CancellationToken stopping)
    {
        using var response = await ExchangeAsync(HttpMethod.Get, $"orders/{orderId}/signing-request", null, stopping);
        return await response.Content.ReadAsByteArrayAsync(stopping);
    }

    public Task SubmitSignatureAsync(Guid orderId, byte[] signingResponse, CancellationToken stopping)
    {
        var content = new ByteArrayContent(signingResponse);
        content.Headers.ContentType = new("application/json");
        return SendAsync(HttpMethod.Post, $"orders/{orderId}/signatures", content, stopping);
    }

    public Task<List<UnitReply>> UnitsAsync(CancellationToken stopping) => SendAsync(HttpMethod.Get, "units", null, Json.ListUnitReply, stopping);

    /// <summary>Oldest first.</summary>
    public Task<List<AlertReply>> AlertsAsync(long afterId, CancellationToken stopping) =>
        SendAsync(HttpMethod.Get, $"alerts?afterId={afterId}", null, Json.ListAlertReply, stopping);

    private async Task SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken stopping)
    {
        using var response = await ExchangeAsync(method, path, content, stopping);
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken stopping)
    {
        using var response = await ExchangeAsync(method, path, content, stopping);
        return await response.Content.ReadFromJsonAsync(type, stopping) ?? throw new JsonException($"{path}: the control plane answered null.");
    }

    private async Task<HttpResponseMessage> ExchangeAsync(HttpMethod method, string path, HttpContent? content, CancellationToken stopping)
    {
        var response = await SendOnceAsync(method, path, content, stopping);
        if (response.StatusCode == HttpStatusCode.Unauthorized && content is null)
        {
            // The token's hour is over: a run may last for days.
            response.Dispose();
            await SignInAsync(stopping);
            response = await SendOnceAsync(method, path, null, stopping);
        }
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            var problem = await ReadProblemAsync(response, stopping);
            throw new ApiException($"{method} {path}", problem?.Code ?? $"http.{(int)response.StatusCode}", problem?.Detail ?? problem?.Title ?? response.ReasonPhrase ?? "no reason given");
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, HttpContent? content, CancellationToken stopping)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await _http.SendAsync(request, stopping);
    }

    private static async Task<ProblemReply?> ReadProblemAsync(HttpResponseMessage response, CancellationToken stopping)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json")) return null;
        return await response.Content.ReadFromJsonAsync(Json.ProblemReply, stopping);
    }

    private static StringContent Body<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(value, type), Encoding.UTF8, "application/json");

    public void Dispose() => _http.Dispose();
}
