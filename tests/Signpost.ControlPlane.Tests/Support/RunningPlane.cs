using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using MQTTnet;
using MQTTnet.Formatter;
using Signpost.ControlPlane.Hosting;
using Signpost.ControlPlane.Postgres;
using Signpost.ControlPlane.Sqlite;
using Signpost.ControlPlane.Storage;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>The whole control plane with its real listeners, broker and model pack, in this process, on free ports.</summary>
public sealed class RunningPlane : IAsyncLifetime
{
    public const string Password = "correct horse battery";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-running-");
    private readonly CancellationTokenSource stop = new();
    private readonly StringWriter errors = new();
    private readonly List<IDisposable> owned = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> tokens = [];
    private Task<int> program = Task.FromResult(0);
    private X509Certificate2? authority;

    internal TestForce Force { get; } = new();

    /// <summary>False: something else is to listen on the broker's port.</summary>
    internal bool EmbeddedBroker { get; init; } = true;

    /// <summary>Changes the configuration; the second argument is the folder that its paths are relative to.</summary>
    internal Action<JsonObject, string>? Configure { get; init; }

    public int[] Ports { get; private set; } = [];

    public string DataDirectory => Path.Combine(folder.FullName, "data");

    public string ConfigFile => Path.Combine(folder.FullName, "config.json");

    public X509Certificate2 Authority => authority ??= X509CertificateLoader.LoadCertificateFromFile(Path.Combine(DataDirectory, "pki", "issuing-ca.crt"));

    public Uri Console => new($"http://localhost:{Ports[0]}");

    public async ValueTask InitializeAsync()
    {
        var pack = TestPack.Certified(Path.Combine(folder.FullName, "pack"));
        Ports = FreePorts.Take(4);
        AtomicFile.Write(Path.Combine(folder.FullName, "staff.json"), JsonSerializer.SerializeToUtf8Bytes(Accounts), AtomicFile.OwnerOnly);
        var config = Config(pack);
        Configure?.Invoke(config, folder.FullName);
        await File.WriteAllTextAsync(ConfigFile, config.ToJsonString());
        program = NewProgram().RunAsync(["--config", ConfigFile], errors, stop.Token);
        await WaitAsync(() => program.IsCompleted || File.Exists(Path.Combine(DataDirectory, "ready")), "the control plane is ready");
        Assert.False(program.IsCompleted, errors.ToString());
        using var administrator = await SignInAsync("administrator");
        var roster = new { roster = Force.Roster(TimeProvider.System.GetUtcNow()), rootPublicKey = Force.RootPublicKey };
        (await administrator.PutAsJsonAsync("roster", roster)).EnsureSuccessStatusCode();
    }

    internal static ControlPlaneProgram NewProgram() =>
        new(provider => provider == "postgres" ? new PostgresStorage() : (IStorageProvider)new SqliteStorage(), SqliteStorage.ConnectionString);

    internal JsonObject Config(string pack) => new()
    {
        ["dataDirectory"] = "data",
        ["packDirectory"] = pack,
        ["storage"] = new JsonObject { ["provider"] = "sqlite", ["connectionStringFile"] = null },
        ["force"] = TestForce.Name,
        ["console"] = new JsonObject { ["port"] = Ports[0] },
        ["units"] = new JsonObject { ["port"] = Ports[1] },
        ["enrolment"] = new JsonObject { ["port"] = Ports[2] },
        ["broker"] = new JsonObject { ["port"] = Ports[3], ["embedded"] = EmbeddedBroker },
        ["advertisedHost"] = "localhost",
        ["demonstration"] = true,
        ["initialStaffFile"] = "staff.json",
    };

    /// <summary>A client of the staff API; its base address ends in /api/v1/.</summary>
    public async Task<HttpClient> SignInAsync(string userName)
    {
        var http = new HttpClient { BaseAddress = new Uri(Console, "api/v1/") };
        // Once each: an address has 60 attempts a minute.
        var token = await tokens.GetOrAdd(userName, _ => new Lazy<Task<string>>(async () =>
        {
            var reply = await http.PostAsJsonAsync("sign-in", new { userName, password = Password });
            reply.EnsureSuccessStatusCode();
            return (await reply.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!.GetValue<string>();
        })).Value;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>A unit that enrolled over gRPC.</summary>
    internal async Task<(TestUnit Unit, X509Certificate2 Certificate)> EnrolAsync()
    {
        using var engineer = await SignInAsync("engineer");
        var reply = await (await engineer.PostAsJsonAsync("claim-tokens", new { site = "North gate" })).Content.ReadFromJsonAsync<JsonObject>();
        var unit = new TestUnit();
        var request = unit.EnrolRequest(reply!["token"]!.GetValue<string>(), simulated: true);
        var client = new Contracts.V1.Enrolment.EnrolmentClient(Channel(Ports[2], null));
        Assert.True((await client.EnrolAsync(request)).Certificate.IsEmpty);
        using var administrator = await SignInAsync("administrator");
        foreach (var waiting in (await administrator.GetFromJsonAsync<JsonArray>("enrolments"))!)
            (await administrator.PostAsync($"enrolments/{waiting!["id"]}/approve", null)).EnsureSuccessStatusCode();
        var enrolled = await client.EnrolAsync(request);
        unit.Id = enrolled.UnitId;
        Assert.Equal(Authority.RawData, enrolled.IssuingCa.ToByteArray());
        using var certificate = X509CertificateLoader.LoadCertificate(enrolled.Certificate.Span);
        var identity = certificate.CopyWithPrivateKey(unit.IdentityKey);
        owned.Add(unit);
        owned.Add(identity);
        return (unit, identity);
    }

    internal GrpcChannel Channel(int port, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = PeerCertificates.ServerPolicy(Authority);
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        var channel = GrpcChannel.ForAddress($"https://localhost:{port}", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        owned.Add(channel);
        return channel;
    }

    internal async Task<(IMqttClient Client, MqttClientConnectResultCode Result)> MqttAsync(X509Certificate2 certificate, string clientId, Action<MqttClientOptionsBuilder>? more = null)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        owned.Add(client);
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("localhost", Ports[3])
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithTlsOptions(tls => tls
                .UseTls()
                .WithTargetHost("localhost")
                .WithTrustChain([Authority])
                .WithRevocationMode(X509RevocationMode.NoCheck)
                .WithClientCertificates(new X509Certificate2Collection(certificate)));
        more?.Invoke(options);
        var result = await client.ConnectAsync(options.Build());
        return (client, result.ResultCode);
    }

    public static async Task WaitAsync(Func<bool> condition, string what) => await WaitAsync(() => Task.FromResult(condition()), what);

    public static async Task WaitAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (!await condition()) await timer.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited {Patience.TotalSeconds} s in vain until {what}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        owned.Reverse();
        owned.ForEach(x => x.Dispose());
        await stop.CancelAsync();
        var exitCode = await program.WaitAsync(Patience);
        Force.Dispose();
        stop.Dispose();
        Assert.Equal(0, exitCode);
        Assert.False(File.Exists(Path.Combine(DataDirectory, "ready")));
        folder.Delete(recursive: true);
    }

    private static object[] Accounts =>
    [
        new { userName = "author", password = Password, role = "author", officerId = TestForce.AuthorId },
        new { userName = "officer", password = Password, role = "authorising-officer", officerId = TestForce.AuthoriserId },
        new { userName = "operator", password = Password, role = "operator" },
        new { userName = "engineer", password = Password, role = "field-engineer" },
        new { userName = "auditor", password = Password, role = "auditor" },
        new { userName = "administrator", password = Password, role = "administrator" },
    ];
}
