using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Contracts.V1;
using Signpost.Edge.MatchEvents;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Tests.Support;
using Signpost.Edge.Vision;
using Signpost.Hardware.Simulated;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Units;

/// <summary>A whole unit with real models, a real broker and real lines; only the camera's pictures come from a file.</summary>
public sealed class UnitTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly ModelPack _pack = TestMedia.Pack();
    private readonly DecodedPhotograph _photograph = TestMedia.Photograph(3);
    private readonly TestFolder _folder = new();
    private readonly TestPki _pki = new();
    private readonly ECDsa _signingKey = P256.CreateKey();
    private readonly SimulatedBeacon _beacon = new();
    private readonly TestForce _force;
    private readonly TestBroker _broker;
    private readonly TestControlPlane _plane;
    private readonly List<PhotographCamera> _cameras = [];
    private volatile string _connected = TestForce.Camera;
    private readonly CancellationTokenSource _stop = new();
    private Unit? _unit;
    private Task _run = Task.CompletedTask;

    public UnitTests()
    {
        _force = new TestForce { PackDigest = _pack.Digest.ToArray(), TemplateLength = _pack.TemplateLength, Now = TimeProvider.System.GetUtcNow() };
        _force.Entries["p-1"] = TemplateOf(TestMedia.Photograph(0));
        _broker = new TestBroker(_pki);
        _plane = new TestControlPlane(_pki, _broker)
        {
            Desire = bootKey => _force.Desire(bootKey, _signingKey.ExportSubjectPublicKeyInfo()),
            Ciphertext = () => _force.Ciphertext,
        };
    }

    [Fact]
    public async Task Run_EnrolledManBeforeTheCamera_SendsAnEventThatOnlyTheDeploymentOpens()
    {
        Start();
        var message = await _broker.NextAsync();
        var envelope = MatchEnvelope.Read(message.ToByteArray()).Value;
        var match = MatchOpener.Open(envelope, _force.Deployment, _signingKey.ExportSubjectPublicKeyInfo()).Value;
        Assert.Equal(("p-1", 1u, TestForce.UnitId), (match.Reference, match.Revision, match.UnitId));
        Assert.Equal(_force.Threshold, match.Threshold);
        Assert.InRange(match.Score, _force.Threshold, 1);
        Assert.Equal((_photograph.Width, _photograph.Height), ((int)match.FrameWidth, (int)match.FrameHeight));
        Assert.Equal(Contracts.Topics.Matches(TestForce.UnitId), Assert.Single(_broker.Topics.Keys));

        await StopAsync();
        Assert.All(_cameras, camera => Assert.True(camera.IsDisposed));
        Assert.False(_beacon.IsLit);
        var last = _plane.Reports.Last();
        Assert.NotEqual(0u, last.Reasons & (1u << (int)SuspensionReason.Stopping));
        Assert.Single(_plane.Reports.Select(report => report.CalculateSize()).Distinct());
    }

    [Fact]
    public async Task Run_BrokerAndControlPlaneDie_CostNoFrameAndTheEventComesLater()
    {
        // Recognising, with nobody before the camera until everything else is dead.
        Start(shown: 25, empty: 75);
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        var counters = _unit!.Counters;
        await UntilAsync(() => counters.Frames > 150);
        var (frames, events, dropped) = (counters.Frames, counters.Events, counters.Dropped);
        await _broker.StopAsync();
        await _plane.DisposeAsync();
        await UntilAsync(() => counters.Frames > frames + 150 && counters.Events > events);

        // A busy machine drops some either way; lines that die are no reason.
        Assert.InRange(counters.Dropped - dropped, 0, dropped + 5);
        Assert.True(_unit.IsRecognising);
        _broker.Skip();
        await _broker.StartAsync();
        Assert.Equal(TestForce.UnitId, (await _broker.NextAsync()).UnitId);
    }

    [Fact]
    public async Task Run_OrderFollowedByAnother_FetchesWhatDiffersAndGoesOn()
    {
        for (var i = 0; i < 20; i++) _force.Entries[$"q-{i}"] = TemplateOf(TestMedia.Photograph(i % 3));
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        var deltas = new List<int>();
        _plane.Delta = (from, to) =>
        {
            var delta = BundleDeltaWriter.Write(_force.Bundles[from], _force.Bundles[to]);
            deltas.Add(delta.Length);
            return delta;
        };
        (_force.BundleId, _force.WatchlistVersion) = (Guid.NewGuid(), 2);
        _force.Entries.Remove("q-7");
        _plane.Desire = bootKey => _force.Desire(bootKey, _signingKey.ExportSubjectPublicKeyInfo(), version: 2);
        _plane.Changed.Writer.TryWrite(true);
        var report = await _plane.ReportAsync(report => report.DesiredVersion == 2);
        Assert.Equal(((uint)UnitState.Recognising, 0u), (report.State, report.Refusal));
        Assert.Equal(1, _plane.Fetches.Reader.Count);
        Assert.InRange(Assert.Single(deltas), 1, _force.Ciphertext.Length / 20);
    }

    [Fact]
    public async Task Run_OrderExpiresWithoutAnyLine_StopsAndForgets()
    {
        _force.Duration = TimeSpan.FromSeconds(20);
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        await _plane.DisposeAsync();
        await UntilAsync(() => _unit!.Interlocks.Reasons.Contains(SuspensionReason.NoOrder));
        Assert.False(_unit!.IsRecognising);
        Assert.All(_cameras, camera => Assert.True(camera.IsDisposed));
        Assert.Empty(Directory.EnumerateFiles(_folder.File("bundles")));
    }

    [Fact]
    public async Task Run_OrderTakenBack_StopsAndForgets()
    {
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        _plane.Desire = _ => new Desired { Version = 2 };
        await _plane.Changed.Writer.WriteAsync(true);
        var report = await _plane.ReportAsync(report => report.State == (uint)UnitState.Standby);
        Assert.Equal((2ul, 1u << (int)SuspensionReason.NoOrder), (report.DesiredVersion, report.Reasons));
    }

    [Theory]
    [InlineData(DeletionReason.OrderEnded)]
    [InlineData(DeletionReason.Stopped)]
    [InlineData(DeletionReason.Revoked)]
    public async Task Run_ListDeleted_ReceiptIsHandedOverUntilItIsTaken(DeletionReason reason)
    {
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        switch (reason)
        {
            case DeletionReason.OrderEnded:
                _plane.TakesReceipts = false;
                _plane.Desire = _ => new Desired { Version = 2 };
                await _plane.Changed.Writer.WriteAsync(true, TestContext.Current.CancellationToken);
                await _plane.ReportAsync(report => report.DesiredVersion == 2);
                _plane.TakesReceipts = true;
                break;
            case DeletionReason.Stopped: await StopAsync(); break;
            default:
                _plane.IsRevoked = true;
                await _plane.Changed.Writer.WriteAsync(true, TestContext.Current.CancellationToken);
                break;
        }

        using var limit = new CancellationTokenSource(Limit);
        var handed = await _plane.Receipts.Reader.ReadAsync(limit.Token);
        var receipt = DeletionReceipts.Verify(handed.Receipt.Memory, TestForce.UnitId, _signingKey.ExportSubjectPublicKeyInfo()).Value;
        Assert.Equal((reason, _force.BundleId), (receipt.Reason, receipt.BundleId));
        Assert.Equal(DeletionReceipts.PaddedLength, handed.Receipt.Length + handed.Padding.Length);
        await UntilAsync(() => !Directory.EnumerateFiles(_folder.File("receipts")).Any());
    }

    [Fact]
    public async Task Run_EntryWithdrawn_MatchesNobodyFromThenOn()
    {
        Start(shown: 25, empty: 25);
        await _broker.NextAsync();
        _plane.Desire = bootKey =>
        {
            var desired = _force.Desire(bootKey, _signingKey.ExportSubjectPublicKeyInfo(), version: 2);
            desired.Withdrawn.Add("p-1");
            return desired;
        };
        await _plane.Changed.Writer.WriteAsync(true, TestContext.Current.CancellationToken);
        await _plane.ReportAsync(report => report.DesiredVersion == 2);

        // The visit that was going on may have been told before; the next ones are compared, and are nobody.
        var counters = _unit!.Counters;
        var searches = counters.Searches;
        await UntilAsync(() => counters.Searches > searches + 1);
        var events = counters.Events;
        await UntilAsync(() => counters.Searches > searches + 3);
        Assert.Equal(events, counters.Events);
        Assert.True(_unit.IsRecognising);
    }

    [Fact]
    public async Task Run_Revoked_ForgetsEverythingAndStopsTrying()
    {
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        _plane.IsRevoked = true;
        await _plane.Changed.Writer.WriteAsync(true);
        await UntilAsync(() => _unit!.Interlocks.State == UnitState.Unprovisioned && !_unit.IsRecognising);
        Assert.True(_unit!.Interlocks.Reasons.Contains(SuspensionReason.Revoked));
        Assert.Empty(Directory.EnumerateFiles(_folder.File("bundles")));
        Assert.All(_cameras, camera => Assert.True(camera.IsDisposed));

        // It was told; from now on it asks once an hour and nothing else.
        await UntilAsync(() => _plane.Confirmations > 0);
        var (watches, confirmations, reports) = (_plane.Watches, _plane.Confirmations, _plane.Refused);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal((watches, confirmations, reports), (_plane.Watches, _plane.Confirmations, _plane.Refused));
    }

    [Fact]
    public async Task Run_ClockSetForwardAndBack_StopsRecognisingUntilItAgreesAgain()
    {
        var time = new ShiftedTime();
        Start(time: time);
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        foreach (var shift in new[] { TimeSpan.FromDays(3), TimeSpan.FromDays(-3) })
        {
            time.Shift = shift;
            await _plane.ReportAsync(report => report.Reasons == 1u << (int)SuspensionReason.ClockUntrusted);
            Assert.All(_cameras, camera => Assert.True(camera.IsDisposed));
            time.Shift = TimeSpan.Zero;
            await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        }
    }

    [Fact]
    public async Task Run_TimeNotSigned_IsNoContactAndNothingIsRecognised()
    {
        _plane.SpoilTime = _ => null;
        Start();
        await _plane.ReportAsync(report => (report.Reasons & (1u << (int)SuspensionReason.Stale)) != 0);
        // An order is not even looked at by a clock that nobody vouches for.
        for (var i = 0; i < 3; i++) Assert.Equal((0ul, 0u), await _plane.ReportAsync(_ => true) is var report ? (report.DesiredVersion, report.Refusal) : default);
        Assert.Empty(_cameras);
        _plane.SpoilTime = statement => statement;
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
    }

    [Fact]
    public async Task Run_RefusedOrder_NeverOpensTheCameraAndReportsWhy()
    {
        _plane.Desire = bootKey => _force.Desire(bootKey, _signingKey.ExportSubjectPublicKeyInfo(), version: 3, oneSignature: true);
        Start();
        var report = await _plane.ReportAsync(report => report.DesiredVersion == 3);
        Assert.Equal((uint)RefusalReason.OneSignature, report.Refusal);
        Assert.Empty(_cameras);
    }

    [Fact]
    public async Task Run_BeaconFails_SuspendsAndComesBackWithIt()
    {
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        _beacon.Trip();
        var report = await _plane.ReportAsync(report => report.State == (uint)UnitState.Suspended);
        Assert.Equal(1u << (int)SuspensionReason.BeaconDark, report.Reasons);
        Assert.True(_cameras[0].IsDisposed);
        _beacon.Repair();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
    }

    [Fact]
    public async Task Run_CameraLost_SuspendsAndTriesAgain()
    {
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        _cameras[0].Lost = true;
        await _plane.ReportAsync(report => report.Reasons == 1u << (int)SuspensionReason.CameraLost);
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        Assert.Equal(2, _cameras.Count);
    }

    [Fact]
    public async Task Run_AnotherCameraInItsPlace_IsNotLookedThrough()
    {
        Start();
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        _connected = "v4l2:0001:0002:SN-0009";
        _cameras[0].Lost = true;
        await _plane.ReportAsync(report => (report.Reasons & (1u << (int)SuspensionReason.WrongCamera)) != 0);
        Assert.Single(_cameras);

        // The list is kept: it is its own camera that it waits for.
        _connected = TestForce.Camera;
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Recognising);
        Assert.Equal(2, _cameras.Count);
    }

    [Fact]
    public async Task Run_SourceEnds_DecidesWhatWasSeenAndSaysSo()
    {
        Start();
        await _broker.NextAsync();
        _cameras[0].Ended = true;
        var report = await _plane.ReportAsync(report => report.SourceEnded == 1);
        Assert.True(report.Frames > 0);
        await _plane.ReportAsync(report => report.State == (uint)UnitState.Suspended);
        Assert.Single(_cameras);
    }

    [Fact]
    public async Task Run_StoppedAndStartedAgain_SendsWhatWasNotCommittedUnderItsNumber()
    {
        Start();
        var first = await _broker.NextAsync();
        await StopAsync();
        _unit!.Dispose();
        _broker.Skip();
        _plane.Desire = _ => new Desired { Version = 2 };
        using var stop = new CancellationTokenSource();
        using var unit = new Unit(Setup(0, 1));
        var run = unit.RunAsync(stop.Token);
        var again = await _broker.NextAsync();
        Assert.Equal((first.OutboxEpoch, 1ul), (again.OutboxEpoch, again.Sequence));
        await stop.CancelAsync();
        await run.WaitAsync(Limit);
        _unit = null;
    }

    public async ValueTask InitializeAsync()
    {
        await _broker.StartAsync();
        await _plane.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _unit?.Dispose();
        await _plane.DisposeAsync();
        await _broker.DisposeAsync();
        _stop.Dispose();
        _photograph.Dispose();
        _force.Dispose();
        _signingKey.Dispose();
        _pki.Dispose();
        _folder.Dispose();
    }

    private void Start(int shown = 40, int empty = 15, TimeProvider? time = null)
    {
        _unit = new Unit(Setup(shown, empty) with { Time = time ?? TimeProvider.System });
        _run = _unit.RunAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Limit);
    }

    private UnitSetup Setup(int shown, int empty) => new()
    {
        Identity = new UnitIdentity(
            TestForce.UnitId,
            X509CertificateLoader.LoadPkcs12(_pki.Unit.Export(X509ContentType.Pfx), null),
            _signingKey,
            X509CertificateLoader.LoadCertificate(_pki.Authority.Certificate.RawData),
            _force.RootPublicKey,
            new Endpoint("localhost", _plane.UnitsPort),
            new Endpoint("localhost", _plane.EnrolmentPort),
            new Endpoint("localhost", _broker.Port),
            DateTimeOffset.UnixEpoch),
        Pack = _pack,
        DataDirectory = _folder.Path,
        IdentifyCameras = _ => Task.FromResult<IReadOnlyList<string>>([_connected]),
        Position = TestForce.Position,
        OpenCamera = () =>
        {
            var camera = new PhotographCamera(_photograph, shown, empty);
            _cameras.Add(camera);
            return camera;
        },
        Beacon = _beacon,
        HealthInterval = TimeSpan.FromMilliseconds(200),
        Outbox = new OutboxOptions
        {
            Resend = TimeSpan.FromMilliseconds(500),
            FirstPause = TimeSpan.FromMilliseconds(50),
            LongestPause = TimeSpan.FromMilliseconds(500)
        },
        FlushLimit = TimeSpan.FromSeconds(1),
        JitterSeed = 1,
        Time = TimeProvider.System,
        Loggers = NullLoggerFactory.Instance,
    };

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition()) await timer.WaitForNextTickAsync(limit.Token);
    }

    private float[] TemplateOf(DecodedPhotograph photograph)
    {
        using (photograph)
        {
            using var models = new FaceModels(_pack);
            var face = Assert.Single(models.Detect(photograph.Image).ToArray());
            models.Prepare(photograph.Image, face);
            return models.Extract().ToArray();
        }
    }
}
