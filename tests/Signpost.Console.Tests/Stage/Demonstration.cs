using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signpost.Trust;

namespace Signpost.Console.Tests.Stage;

/// <summary>A control plane with a unit before a simulated scene, both as published programs. Nothing is on a watchlist yet: that is for the tests to do in the browser.</summary>
public sealed class Demonstration : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Roles = ["author", "authorising-officer", "operator", "field-engineer", "auditor", "administrator"];

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"signpost-console-{Guid.NewGuid():N}");
    private readonly Dictionary<string, string> tokens = [];
    private string enrolment = "";
    private RunningProgram? controlPlane;
    private RunningProgram? unit;

    /// <summary>Why nothing was started; null when it runs.</summary>
    public string? Missing { get; private set; }

    public string Address { get; private set; } = "";

    /// <summary>Everybody's password in this run.</summary>
    public string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));

    internal Officers Officers { get; private set; } = null!;

    internal HttpClient Api { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Missing = Repository.Missing();
        if (Missing is not null) return;
        Directory.CreateDirectory(folder);
        var ports = FreePorts.Take(4);
        Address = $"http://localhost:{ports[0]}";
        Officers = new Officers(Path.Combine(folder, "force"), TimeProvider.System.GetUtcNow(), Address);
        var (server, appliance) = await PublishedPrograms.FindAsync();
        await StartControlPlaneAsync(server, ports);
        await SendAsync("administrator", HttpMethod.Put, "roster", new { roster = Officers.Roster, rootPublicKey = Officers.RootPublicKey });
        await StartUnitAsync(appliance);
    }

    public async ValueTask DisposeAsync()
    {
        if (unit is not null) await unit.DisposeAsync();
        if (controlPlane is not null) await controlPlane.DisposeAsync();
        Api.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Calls the staff API as the one who has <paramref name="role"/>.</summary>
    internal async Task<JsonNode?> SendAsync(string role, HttpMethod method, string path, object? body = null)
    {
        if (!tokens.TryGetValue(role, out var token))
        {
            using var signIn = await Api.PostAsJsonAsync($"{Address}/api/v1/sign-in", new { userName = role, password = Password });
            signIn.EnsureSuccessStatusCode();
            tokens[role] = token = (await signIn.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!.GetValue<string>();
        }

        return await SendAsync(token, method, path, body is null ? null : JsonContent.Create(body));
    }

    /// <summary>The same with a form.</summary>
    internal async Task UploadAsync(string role, string path, MultipartFormDataContent form)
    {
        await SendAsync(role, HttpMethod.Get, "roster");
        await SendAsync(tokens[role], HttpMethod.Post, path, form);
    }

    private async Task<JsonNode?> SendAsync(string token, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, $"{Address}/api/v1/{path}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Api.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>What the unit last reported and both programs' logs: for the message of a test that waited in vain.</summary>
    internal async Task<string> DescribeAsync() => string.Join(
        Environment.NewLine, (await SendAsync("operator", HttpMethod.Get, "units"))?.ToJsonString(), "control plane:", controlPlane?.Log, "unit:", unit?.Log);

    private async Task StartControlPlaneAsync(string server, int[] ports)
    {
        var staff = Roles.Select(role => new { userName = role, password = Password, role, officerId = OfficerOf(role) });
        var config = new
        {
            dataDirectory = Path.Combine(folder, "control-plane"),
            packDirectory = Repository.Pack,
            storage = new { provider = "sqlite" },
            force = Officers.Force,
            console = new { port = ports[0] },
            units = new { port = ports[1] },
            enrolment = new { port = ports[2] },
            broker = new { port = ports[3] },
            advertisedHost = "localhost",
            demonstration = true,
            initialStaffFile = Secret("staff.json", staff),
        };
        controlPlane = new RunningProgram(server, "--config", Secret("control-plane.json", config));
        var ready = Path.Combine(folder, "control-plane", "ready");
        await controlPlane.UntilAsync("the control plane is ready", Patience, () => Task.FromResult(File.Exists(ready) ? ready : null));
        enrolment = $"https://localhost:{ports[2]}";
    }

    private async Task StartUnitAsync(string appliance)
    {
        var token = (await SendAsync("field-engineer", HttpMethod.Post, "claim-tokens", new { site = "North gate" }))!["token"]!.GetValue<string>();
        var tokenFile = Path.Combine(folder, "claim-token");
        WriteSecret(tokenFile, token);
        var provision = new
        {
            enrolmentUrl = enrolment,
            controlPlaneCa = await File.ReadAllTextAsync(Path.Combine(folder, "control-plane", "pki", "issuing-ca.crt")),
            rosterRootPublicKey = Convert.ToBase64String(Officers.RootPublicKey),
            claimTokenFile = tokenFile,
        };
        var config = new
        {
            dataDirectory = Path.Combine(folder, "unit"),
            packDirectory = Repository.Pack,
            provisionFile = Secret("provision.json", provision),
            healthInterval = "00:00:01",
            outboxResend = "00:00:05",
            staleLimit = "12:00:00",
            position = new { latitude = 51.5009, longitude = -0.1239 },
            camera = new
            {
                kind = "simulated",
                width = 1280,
                height = 720,
                framesPerSecond = 8,
                seed = 1,
                unitIndex = 0,
                mediaDirectory = Repository.Media,
                truthFile = Path.Combine(folder, "truth.json"),
            },
        };
        unit = new RunningProgram(appliance, "run", "--config", Secret("unit.json", config));
        var waiting = await unit.UntilAsync(
            "the unit asks to be enrolled", Patience,
            async () => await SendAsync("administrator", HttpMethod.Get, "enrolments") is JsonArray { Count: > 0 } found ? found : null);
        await SendAsync("administrator", HttpMethod.Post, $"enrolments/{waiting[0]!["id"]}/approve");
        await unit.UntilAsync("the unit is enrolled", Patience, async () => await SendAsync("operator", HttpMethod.Get, "units") is JsonArray { Count: > 0 } units ? units : null);
    }

    private static string? OfficerOf(string role) => role switch
    {
        "author" => "officer-a",
        "authorising-officer" => "officer-b",
        _ => null,
    };

    private string Secret(string name, object content)
    {
        var file = Path.Combine(folder, name);
        WriteSecret(file, JsonSerializer.Serialize(content));
        return file;
    }

    private static void WriteSecret(string file, string content) => AtomicFile.Write(file, Encoding.UTF8.GetBytes(content), AtomicFile.OwnerOnly);
}
