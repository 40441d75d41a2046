using System.Text;
using Signpost.Cli;
using Signpost.Cli.Api;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Fetching;
using Signpost.Cli.Processes;
using Signpost.Edge.Tests.Support;
using Signpost.Tests.Support;
using Signpost.Trust;

namespace Signpost.Promises.Tests.Stage;

/// <summary>
/// A control plane with its broker and one unit as processes, with everything between them real: enrolment, a watchlist of one volunteer, an order that two
/// officers sign. What a test does is play with them.
/// </summary>
internal sealed class Theatre : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly TestFolder _folder = new();
    private readonly ProcessLauncher _launcher = new();
    private readonly SignpostHome _home;
    private readonly DataFolder _data;
    private readonly Force _force;
    private readonly Staff _staff;
    private readonly IReadOnlyList<StaffAccount> _accounts;
    private RunningProcess? _controlPlane;
    private RunningProcess? _unit;
    private string? _unitId;

    public Theatre()
    {
        // Skips where nothing was fetched.
        _ = TestMedia.PackDirectory;
        _home = new SignpostHome(TestMedia.Repository);
        _data = new DataFolder(_folder.File("data"));
        _data.Create();
        _data.Unit(1).Create();
        var ports = FreePorts.Take(4);
        Ports = new Ports(ports[0], ports[1], ports[2], ports[3]);
        _force = Force.LoadOrCreate(_data, TimeProvider.System);
        (_accounts, _) = SignIns.LoadOrCreate(_data);
        _staff = new Staff(new Uri($"http://localhost:{Ports.Console}/"), _accounts);
        Directory.CreateDirectory(Scene);
    }

    public Ports Ports { get; }

    private DemonstrationScores Scores => new ModelPack(_home, new PackageStore(_home, new NpmClient(), _ => { }), _ => { }).Scores();

    /// <summary>Names of the ports that units speak to.</summary>
    public IReadOnlyDictionary<int, string> Services => new Dictionary<int, string> { [Ports.Units] = "units", [Ports.Enrolment] = "enrolment", [Ports.Broker] = "broker" };

    /// <summary>The folder that the unit's camera shows.</summary>
    public string Scene => _folder.File("scene");

    public RunningProcess ControlPlane => _controlPlane ?? throw new InvalidOperationException("The control plane was not started.");

    public RunningProcess Unit => _unit ?? throw new InvalidOperationException("The unit was not started.");

    public string UnitData => _data.Unit(1).Data;

    /// <summary>What the unit said so far.</summary>
    public string UnitLog => File.Exists(_data.Log("unit-1")) ? File.ReadAllText(_data.Log("unit-1")) : "";

    /// <summary>Starts the control plane and waits until it listens.</summary>
    public async Task StartControlPlaneAsync()
    {
        ConfigurationJson.Write(
            _data.ControlPlaneConfiguration,
            new ControlPlaneConfiguration(
                _data.ControlPlane, _home.DefaultPack, new("sqlite", null), Force.Name, new(Ports.Console), new(Ports.Units), new(Ports.Enrolment), new(Ports.Broker),
                "localhost", Demonstration: true, _data.Staff, _force.RootPublicKey, CohortFile: null));
        var ready = Path.Combine(_data.ControlPlane, "ready");
        File.Delete(ready);
        var program = _controlPlane = await _launcher.StartAsync(Alone("control-plane", Programs.ControlPlane, "--config", _data.ControlPlaneConfiguration));
        await Waiting.UntilAsync(() => program.HasExited || File.Exists(ready), Patience, () => $"the control plane: {LogTail.LastLine(_data.Log("control-plane"))}");
        Assert.False(program.HasExited, $"the control plane ended: {LogTail.LastLine(_data.Log("control-plane"))}");
        await (await AsAsync(SignIns.Administrator)).InstallRosterAsync(_force.Roster, _force.RootPublicKey, TestContext.Current.CancellationToken);
    }

    /// <summary>Starts the unit before <see cref="Scene"/>; the first time it is enrolled, by two people.</summary>
    /// <param name="health">Time between two health reports.</param>
    /// <param name="staleLimit">Longest time without the control plane.</param>
    public async Task StartUnitAsync(TimeSpan health, TimeSpan? staleLimit = null)
    {
        var folder = _data.Unit(1);
        if (_unitId is null) await ProvisionAsync(folder);
        ConfigurationJson.Write(
            folder.Configuration,
            new UnitConfiguration(
                folder.Data, _home.DefaultPack, folder.Provision, health, TimeSpan.FromSeconds(1), staleLimit ?? TimeSpan.FromHours(12),
                new(DemonstrationOrder.Position.Latitude, DemonstrationOrder.Position.Longitude),
                new CameraConfiguration("images", Path.Combine(Scene, "*.jpg"), 0, 0, null, 0, 0, null, null)));
        var program = _unit = await _launcher.StartAsync(Alone("unit-1", Programs.Unit, "run", "--config", folder.Configuration));
        if (_unitId is not null) return;
        await Waiting.UntilAsync(() => IsEnrolledAsync(folder), Patience, () => $"the unit's enrolment: {LogTail.LastLine(_data.Log("unit-1"))}");
        Assert.False(program.HasExited, $"the unit ended: {LogTail.LastLine(_data.Log("unit-1"))}");
        _unitId = (await File.ReadAllTextAsync(folder.UnitId, TestContext.Current.CancellationToken)).Trim();
    }

    /// <summary>Puts the unit under an order over a list with the volunteer on it; two officers sign.</summary>
    public async Task AuthoriseAsync()
    {
        var deployment = new Deployment(_staff, _force, Scores, _data, TimeProvider.System, _ => { });
        await deployment.EnsureAsync([new Photograph("volunteer", Pictures.Reference)], [_unitId!], TestContext.Current.CancellationToken);
    }

    /// <summary>Puts the unit under an order that ends soon, over a list that ends soon.</summary>
    /// <returns>The order, and the earlier of the two ends.</returns>
    public async Task<(Guid Order, DateTimeOffset End)> AuthoriseAsync(TimeSpan window, TimeSpan list)
    {
        await Waiting.UntilAsync(async () => await UnitAsync() is { Connected: true, Cameras.Count: > 0 }, Patience, () => "a unit that says what it looks through");
        var (stopping, now) = (TestContext.Current.CancellationToken, TimeProvider.System.GetUtcNow());
        var author = await AsAsync(SignIns.Author);
        var watchlist = await author.CreateWatchlistAsync($"List of {now:O}", stopping);
        await author.AddEntryAsync(watchlist.Id, DemonstrationOrder.Entry("volunteer", now) with { ExpiresAt = now + list }, Pictures.Reference, stopping);
        // A small photograph, and a list that ends soon: what the author has seen.
        var warnings = (await author.LintAsync(watchlist.Id, stopping)).Findings;
        if (warnings.Count > 0) await author.AcknowledgeAsync(watchlist.Id, [.. warnings.Select(finding => finding.Id)], stopping);
        var order = DemonstrationOrder.Order(watchlist.Id, Scores.ThresholdFor(1), [_unitId!], now) with { NotAfter = now + window };
        var id = (await author.DraftOrderAsync(order, stopping)).Id;
        foreach (var (role, file, officer) in new[] { (SignIns.Author, _force.AuthorKeyFile, Force.Author), (SignIns.AuthorisingOfficer, _force.AuthorisingOfficerKeyFile, Force.AuthorisingOfficer) })
        {
            var api = await AsAsync(role);
            await api.SubmitSignatureAsync(id, OfficerSigning.Sign(await api.SigningRequestAsync(id, stopping), file, officer), stopping);
        }

        return (id, now + (window < list ? window : list));
    }

    /// <summary>What the control plane knows of the unit's health; null before the first report.</summary>
    public async Task<HealthReply?> HealthAsync() => (await UnitAsync()).Health;

    /// <summary>Waits for a report, later than this call, of which something holds.</summary>
    public async Task<HealthReply> HealthAsync(Func<HealthReply, bool> holds, string what)
    {
        var since = TimeProvider.System.GetUtcNow();
        HealthReply? last = null;
        await Waiting.UntilAsync(
            async () => (last = await HealthAsync()) is { } health && health.ReceivedAt > since && holds(health), Patience,
            () => $"{what}; it says {last?.State}, {string.Join(", ", last?.Reasons ?? [])}, last refusal {last?.Refusal}; {LogTail.LastLine(_data.Log("unit-1"))}");
        return last!;
    }

    /// <summary>Alerts so far.</summary>
    public async Task<IReadOnlyList<AlertReply>> AlertsAsync() => await (await AsAsync(SignIns.Operator)).AlertsAsync(0, TestContext.Current.CancellationToken);

    public Task<StaffApi> AsAsync(string role) => _staff.AsAsync(role, TestContext.Current.CancellationToken);

    public async Task StopUnitAsync()
    {
        if (_unit is null) return;
        Assert.True(await _unit.StopAsync(Grace), "the unit did not end when asked to");
        _unit.Dispose();
        _unit = null;
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing of what they know is looked at any more.
        foreach (var program in new[] { _unit, _controlPlane }.OfType<RunningProcess>())
        {
            program.Kill();
            await program.WaitForExitAsync(CancellationToken.None);
            program.Dispose();
        }

        _staff.Dispose();
        _launcher.Dispose();
        _folder.Dispose();
    }

    // Without the variable that keeps ONNX Runtime from calling home: the programs have to see to that themselves.
    private ProgramSpec Alone(string name, string program, params string[] arguments) =>
        new(name, "/usr/bin/env", ["--unset=ORT_DISABLE_TELEMETRY", program, .. arguments], _data.Log(name));

    private async Task<UnitReply> UnitAsync() => (await (await AsAsync(SignIns.FieldEngineer)).UnitsAsync(TestContext.Current.CancellationToken)).Single(unit => unit.Id == _unitId);

    private async Task ProvisionAsync(UnitFolder folder)
    {
        var token = await (await AsAsync(SignIns.FieldEngineer)).CreateClaimTokenAsync(folder.Site, TestContext.Current.CancellationToken);
        AtomicFile.Write(folder.ClaimToken, Encoding.ASCII.GetBytes(token.Token), AtomicFile.OwnerOnly);
        ConfigurationJson.Write(
            folder.Provision,
            new ProvisionFile($"https://localhost:{Ports.Enrolment}", await File.ReadAllTextAsync(_data.ControlPlaneCa, TestContext.Current.CancellationToken), _force.RootPublicKey, folder.ClaimToken));
    }

    private async Task<bool> IsEnrolledAsync(UnitFolder folder)
    {
        if (File.Exists(folder.UnitId)) return true;
        var administrator = await AsAsync(SignIns.Administrator);
        foreach (var enrolment in await administrator.EnrolmentsAsync(TestContext.Current.CancellationToken))
            await administrator.ApproveEnrolmentAsync(enrolment.Id, TestContext.Current.CancellationToken);
        return false;
    }
}
