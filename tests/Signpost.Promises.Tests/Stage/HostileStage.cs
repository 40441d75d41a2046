using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Processes;
using Signpost.Contracts.V1;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Tests.Support;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Promises.Tests.Stage;

/// <summary>
/// A unit as a process, enrolled at a control plane and a broker that say whatever a test wants: over real lines, with keys that the unit has to believe. Before its
/// camera the man walks by who is on the list.
/// </summary>
internal sealed class HostileStage : IAsyncDisposable
{
    public static readonly TimeSpan Report = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder = new();
    private readonly ProcessLauncher _launcher = new();
    private readonly TestPki _pki = new();
    private ulong _version = 1;
    private RunningProcess? _unit;

    public HostileStage(int seconds)
    {
        var pack = TestMedia.Pack();
        Force = new TestForce { PackDigest = pack.Digest.ToArray(), TemplateLength = pack.TemplateLength, Now = TimeProvider.System.GetUtcNow() };
        using (var enroller = new ReferenceEnroller(pack)) Force.Entries["p-1"] = enroller.Enrol(File.ReadAllBytes(Pictures.Reference)).Template.ToArray();
        Broker = new TestBroker(_pki);
        Plane = new TestControlPlane(_pki, Broker) { Ciphertext = () => Force.Ciphertext };
        Pictures.Volunteer(_folder.File("scene"), seconds);
        Fingerprint = CameraFingerprint.OfImages(Scene);
        Force.Spoil = Camera;
    }

    public TestForce Force { get; }

    public TestBroker Broker { get; }

    public TestControlPlane Plane { get; }

    /// <summary>Of the camera that the unit looks through.</summary>
    public string Fingerprint { get; }

    public RunningProcess Unit => _unit!;

    public string UnitData => _folder.File("data");

    public string UnitLog => File.Exists(Log) ? File.ReadAllText(Log) : "";

    public string UnitConfiguration => _folder.File("unit.json");

    /// <summary>The unit's public signing key, as it told at its enrolment.</summary>
    public byte[] SigningKey => Plane.Enrolled!.SigningPublicKey.ToByteArray();

    private string Log => _folder.File("unit.log");

    private string Scene => Path.Combine(_folder.File("scene"), "*.jpg");

    /// <summary>Starts everything; the unit is enrolled and told that nothing is authorised.</summary>
    /// <param name="staleLimit">Longest time without the control plane.</param>
    /// <param name="environment">Variables of the unit's process, NAME=VALUE.</param>
    public async Task StartAsync(TimeSpan? staleLimit = null, params string[] environment)
    {
        await Broker.StartAsync();
        await Plane.StartAsync();
        Configure(staleLimit);
        await StartUnitAsync(environment);
        await ReportAsync(report => report.DesiredVersion == _version);
    }

    /// <summary>Waits for a report of which something holds.</summary>
    public async Task<HealthReport> ReportAsync(Func<HealthReport, bool> holds)
    {
        var report = Plane.ReportAsync(holds);
        await Task.WhenAny(report, Unit.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Patience);
        Assert.True(report.IsCompleted, $"the unit ended: {UnitLog}");
        return await report;
    }

    /// <summary>Starts the unit's process.</summary>
    public async Task StartUnitAsync(params string[] environment) =>
        _unit = await _launcher.StartAsync(new("unit", "/usr/bin/env", [.. environment, Programs.Unit, "run", "--config", UnitConfiguration], Log));

    /// <summary>Sends a desired state.</summary>
    /// <returns>The first report that tells what came of it.</returns>
    public async Task<HealthReport> TellAsync(Func<CertifiedBootKey, Desired> desire)
    {
        var version = ++_version;
        Plane.Desire = bootKey =>
        {
            var desired = desire(bootKey);
            desired.Version = version;
            return desired;
        };
        await Plane.Changed.Writer.WriteAsync(true, TestContext.Current.CancellationToken);
        return await ReportAsync(report => report.DesiredVersion == version);
    }

    /// <summary>The order and its list, well signed, with a roster newer than every one before.</summary>
    /// <param name="spoil">Changes the order before it is signed.</param>
    public Desired Order(CertifiedBootKey bootKey, Action<DeploymentOrder>? spoil = null)
    {
        Force.RosterVersion++;
        Force.BundleId = Guid.NewGuid();
        Force.Spoil = order =>
        {
            Camera(order);
            spoil?.Invoke(order);
        };
        return Force.Desire(bootKey, SigningKey);
    }

    /// <summary>The same for a stretch of time that begins now.</summary>
    /// <param name="window">After which the order ends.</param>
    /// <param name="list">After which the list ends.</param>
    /// <returns>The earlier of the two ends.</returns>
    public async Task<DateTimeOffset> AuthoriseAsync(TimeSpan window, TimeSpan list)
    {
        var now = TimeProvider.System.GetUtcNow();
        Force.Duration = now + list - Force.Now;
        var report = await TellAsync(boot => Last = Order(boot, order => order.NotAfter = Timestamp.FromDateTimeOffset(now + window)));
        Assert.Equal(RefusalReason.None, (RefusalReason)report.Refusal);
        return now + (window < list ? window : list);
    }

    /// <summary>What <see cref="AuthoriseAsync"/> sent last.</summary>
    public Desired? Last { get; private set; }

    /// <summary>Waits for the next match event, which only the deployment's key opens.</summary>
    public async Task<MatchEvent> MatchAsync()
    {
        var message = await Broker.NextAsync();
        var envelope = MatchEnvelope.Read(message.ToByteArray()).Value;
        return MatchOpener.Open(envelope, Force.Deployment, SigningKey).Value;
    }

    /// <summary>Writes what the unit reads at its start.</summary>
    public void Configure(TimeSpan? staleLimit = null)
    {
        Directory.CreateDirectory(UnitData);
        AtomicFile.Write(_folder.File("claim-token"), Encoding.ASCII.GetBytes(Plane.Token), AtomicFile.OwnerOnly);
        ConfigurationJson.Write(
            _folder.File("provision.json"),
            new ProvisionFile($"https://localhost:{Plane.EnrolmentPort}", _pki.Authority.Certificate.ExportCertificatePem(), Convert.ToBase64String(Force.RootPublicKey), _folder.File("claim-token")));
        ConfigurationJson.Write(
            UnitConfiguration,
            new UnitConfiguration(
                UnitData, TestMedia.PackDirectory, _folder.File("provision.json"), Report, TimeSpan.FromSeconds(1), staleLimit ?? TimeSpan.FromHours(12),
                new(TestForce.Position.Latitude, TestForce.Position.Longitude), new CameraConfiguration("images", Scene, 0, 0, null, 0, 0, null, null)));
    }

    public async Task StopUnitAsync()
    {
        Assert.True(await Unit.StopAsync(Grace), "the unit did not end when asked to");
        _unit!.Dispose();
        _unit = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_unit is not null)
        {
            _unit.Kill();
            await _unit.WaitForExitAsync(CancellationToken.None);
            _unit.Dispose();
        }

        _launcher.Dispose();
        await Plane.DisposeAsync();
        await Broker.DisposeAsync();
        Force.Dispose();
        _pki.Dispose();
        _folder.Dispose();
    }

    private void Camera(DeploymentOrder order) => order.Cameras[0].Fingerprint = Fingerprint;
}
