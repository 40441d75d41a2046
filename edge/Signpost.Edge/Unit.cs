using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Edge.Health;
using Signpost.Edge.Interlocks;
using Signpost.Edge.MatchEvents;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Vision;
using Signpost.Edge.Watchlists;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge;

/// <summary>
/// A camera unit: the composition of its features, their start and their end. The frame path knows nothing of the lines to the control plane; what
/// goes out waits in the outbox, what comes in arrives through the deployment slot.
/// </summary>
public sealed class Unit : IInterlocked, IHealthSubject, IIdentityHolder, IDisposable
{
    private static readonly TimeSpan LookAtCameras = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FloorStep = TimeSpan.FromMinutes(10);

    private readonly UnitSetup _setup;
    private readonly ContactClock _clock;
    private readonly SignedClock _signedClock;
    private readonly string _lineName;
    private readonly AuthorityLedger _ledger;
    private readonly DeploymentSlot _deployments = new();
    private readonly UnitCounters _counters;
    private readonly StageTimings _timings = new();
    private readonly Outbox _outbox;
    private readonly MatchEventWriter _writer;
    private readonly Recogniser _recogniser;
    private readonly CameraWatch _camera;
    private readonly InterlockRunner _interlocks;
    private readonly BootKey _bootKey;
    private readonly ServerTrust _servers;
    private readonly SwitchingLine _line;
    private readonly IdentityKeeper _keeper;
    private readonly BeliefGate _belief = new();
    private readonly List<UnitIdentity> _adopted = [];
    private readonly ReceiptBook _receipts;
    private readonly ReceiptSender _receiptSender;
    private readonly DeploymentLoader _loader;
    private readonly DesiredStateWatcher _watcher;
    private readonly OutboxPublisher _publisher;
    private readonly HealthReporter _health;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _selfTestPassed;
    private volatile UnitIdentity _identity;
    private volatile IReadOnlyList<string> _cameras = [];
    private volatile bool _stopping;

    /// <summary>Builds the unit: reads its files, loads its models and tests them. Nothing runs yet.</summary>
    /// <exception cref="PackException">The pack cannot be used.</exception>
    /// <exception cref="InvalidDataException">A file of the unit is damaged.</exception>
    public Unit(UnitSetup setup)
    {
        (_setup, _identity) = (setup, setup.Identity);
        var (time, loggers, identity) = (setup.Time, setup.Loggers, setup.Identity);
        var log = loggers.CreateLogger<Unit>();
        _counters = new UnitCounters(time);
        _ledger = AuthorityLedger.Open(Path.Combine(setup.DataDirectory, "authority.json"));
        _clock = new ContactClock(time, _ledger.ClockFloor > identity.IssuedAt ? _ledger.ClockFloor : identity.IssuedAt);
        _camera = new CameraWatch(time, Jitter(0));
        _selfTestPassed = SelfTest(setup.Pack, log);
        _outbox = OpenOutbox(Path.Combine(setup.DataDirectory, "outbox.db"), time, log);
        _writer = new MatchEventWriter(identity.UnitId, identity.SigningKey, _outbox, setup.Outbox, time, loggers.CreateLogger<MatchEventWriter>());
        _recogniser = new Recogniser(setup.Pack, _deployments, _writer, setup.Vision, _counters, _timings, time, loggers.CreateLogger<Recogniser>());
        _interlocks = new InterlockRunner(this, setup.Interlocks, time, loggers.CreateLogger<InterlockRunner>());
        _deployments.Changed += _interlocks.Wake;

        _bootKey = BootKey.Create(identity.UnitId, identity.SigningKey);
        _servers = new ServerTrust(identity.Authority, () => _clock.Trusted, () => _clock.Floor);
        _signedClock = new SignedClock(_clock, identity.UnitId, identity.Authority, _servers, time, loggers.CreateLogger<SignedClock>());
        _signedClock.Heard += KeepTime;
        _lineName = ControlPlaneLine.NameOf(identity.Units.Host, identity.Units.Port);
        _line = new SwitchingLine(OpenLine(identity));
        _keeper = new IdentityKeeper(
            this, new IdentityStore(setup.DataDirectory), _signedClock, _clock, _servers, time, Jitter(3), loggers.CreateLogger<IdentityKeeper>());
        var bundles = new BundleStore(Path.Combine(setup.DataDirectory, BundleStore.Folder), new GrpcBundleSource(new Bundles.BundlesClient(_line)));
        var facts = new UnitFacts(identity.UnitId, identity.RosterRoot, setup.Pack.Digest, setup.Pack.TemplateLength, setup.Position, () => _cameras);
        _receipts = new ReceiptBook(
            Path.Combine(setup.DataDirectory, "receipts"), identity.UnitId, identity.SigningKey, _bootKey.Certificate.PublicKey.Span, () => _clock.Now,
            loggers.CreateLogger<ReceiptBook>());
        _receiptSender = new ReceiptSender(_receipts, new Receipts.ReceiptsClient(_line), time, Jitter(4), loggers.CreateLogger<ReceiptSender>());
        _loader = new DeploymentLoader(facts, _bootKey, _deployments, _ledger, bundles, _receipts, () => _clock.Now, loggers.CreateLogger<DeploymentLoader>());
        _watcher = new DesiredStateWatcher(
            new DesiredState.DesiredStateClient(_line), _bootKey.Certificate, StandAsync, _loader, _signedClock, _lineName, Failed, time, Jitter(1),
            loggers.CreateLogger<DesiredStateWatcher>());
        var brokerName = ControlPlaneLine.NameOf(identity.Broker.Host, identity.Broker.Port);
        var broker = new BrokerEndpoint(
            identity.UnitId, identity.Broker.Host, identity.Broker.Port, () => _identity.Certificate, (shown, errors) => _servers.Accepts(brokerName, shown, errors));
        _publisher = new OutboxPublisher(_outbox, broker, setup.Outbox, time, Jitter(2), loggers.CreateLogger<OutboxPublisher>());
        _health = new HealthReporter(new Contracts.V1.Health.HealthClient(_line), this, setup.HealthInterval, time,
            loggers.CreateLogger<HealthReporter>());
    }

    /// <summary>Counts since boot.</summary>
    public UnitCounters Counters => _counters;

    /// <summary>What the interlocks say.</summary>
    public InterlockDecision Interlocks => _interlocks.Current;

    /// <inheritdoc/>
    public bool IsRecognising => _recogniser.IsRunning;

    ulong IHealthSubject.Watermark => _outbox.Watermark;

    /// <summary>
    /// Runs until cancelled, then stops in order: no more inference, camera closed, everything overwritten; what matched is stored, a last health
    /// report sent, and the outbox given a moment to be committed. What is not committed then is sent at the next start.
    /// </summary>
    /// <exception cref="Exception">The frame path or a feature is broken: everything was stopped and overwritten first.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var recognition = new CancellationTokenSource();
        using var lines = new CancellationTokenSource();
        using var reports = new CancellationTokenSource();
        using var storing = new CancellationTokenSource();
        var writer = Task.Run(() => _writer.RunAsync(storing.Token), CancellationToken.None);
        var interlocks = Task.Run(() => _interlocks.RunAsync(recognition.Token), CancellationToken.None);
        var health = Task.Run(() => _belief.WhileOpenAsync(_health.RunAsync, reports.Token), CancellationToken.None);
        Task[] network =
        [
            Task.Run(() => _belief.WhileOpenAsync(_watcher.RunAsync, lines.Token), CancellationToken.None),
            Task.Run(() => _belief.WhileOpenAsync(_publisher.RunAsync, lines.Token), CancellationToken.None),
            Task.Run(() => WatchCamerasAsync(lines.Token), CancellationToken.None),
            Task.Run(() => _keeper.RunAsync(lines.Token), CancellationToken.None),
            Task.Run(() => _receiptSender.RunAsync(lines.Token), CancellationToken.None),
        ];
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(stopped.SetResult);
        var first = await Task.WhenAny([stopped.Task, _broken.Task, writer, interlocks, health, .. network]).ConfigureAwait(false);

        _stopping = true;
        await recognition.CancelAsync().ConfigureAwait(false);
        await interlocks.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writer.Complete();
        storing.CancelAfter(_setup.FlushLimit);
        await writer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reports.CancelAsync().ConfigureAwait(false);
        await health.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FlushAsync().ConfigureAwait(false);
        await _receipts.FlushAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await lines.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(network).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first != stopped.Task) await first.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recogniser.Dispose();
        _bootKey.Dispose();
        _line.Dispose();
        _belief.Dispose();
        _adopted.ForEach(identity => identity.Dispose());
        _outbox.Dispose();
    }

    Observations IInterlocked.Observe()
    {
        var deployment = _deployments.Current;
        return new Observations
        {
            Now = _clock.Now,
            Provisioned = true,
            Revoked = !_belief.IsOpen,
            Order = deployment is null ? null : new Window(deployment.Order.NotBefore, deployment.Order.EndsAt),
            StaleLimit = deployment?.Order.StaleLimit,
            WatchlistNotAfter = deployment?.WatchlistNotAfter,
            SelfTestPassed = _selfTestPassed,
            BeaconLit = _setup.Beacon.IsLit,
            CameraPresent = _camera.IsPresent,
            CamerasNamed = deployment is not null && AreNamed(deployment.Order),
            SinceContact = _clock.SinceContact,
            ClockTrusted = _clock.IsTrusted,
            Stopping = _stopping,
        };
    }

    void IInterlocked.LightBeacon(bool lit) => _setup.Beacon.Set(lit);

    async ValueTask IInterlocked.StartAsync()
    {
        // Whatever it looked through before: it may be another one by now.
        await IdentifyAsync(CancellationToken.None).ConfigureAwait(false);
        if (_deployments.Current is not { } deployment || !AreNamed(deployment.Order))
        {
            _interlocks.Wake();
            return;
        }

        var frames = _counters.Frames;
        var ended = _recogniser.Start(_setup.OpenCamera());
        _ = ended.ContinueWith(
            end => TakeEnd(end, frames), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    async ValueTask IInterlocked.StopAsync() => await _recogniser.StopAsync().ConfigureAwait(false);

    void IInterlocked.Purge()
    {
        // A deployment that came while the decision was made is not the one that is over.
        if (_deployments.Current is not { } current) return;
        var now = _clock.Now;
        if (_stopping) _deployments.Purge(current, DeletionReason.Stopped);
        else if (!_belief.IsOpen) _loader.Forget(current, DeletionReason.Revoked);
        else if (_clock.SinceContact is { } since && (since > current.Order.StaleLimit || since > _setup.Interlocks.StaleLimit))
        {
            _loader.Forget(current, DeletionReason.Stale);
            _watcher.AskAgain();
        }
        else if (now >= current.Order.EndsAt || (current.WatchlistNotAfter is { } end && now >= end)) _loader.Forget(current, DeletionReason.Expired);
    }

    HealthFigures IHealthSubject.Observe()
    {
        var interlocks = _interlocks.Current;
        return new HealthFigures
        {
            Frames = _counters.Frames,
            Dropped = _counters.Dropped,
            Faces = _counters.Faces,
            Visits = _counters.Visits,
            Searches = _counters.Searches,
            Events = _counters.Events,
            Scores = _counters.Scores.Peek(),
            State = _stopping ? UnitState.Suspended : interlocks.State,
            Reasons = _stopping ? interlocks.Reasons.With(SuspensionReason.Stopping).Bits : interlocks.Reasons.Bits,
            Queued = _outbox.Pending,
            DesiredVersion = _loader.TakenVersion,
            Refusal = _loader.LastRefusal,
            SourceEnded = _camera.HasEnded,
            Memory = MemoryFigures.Read(),
            Timings = _timings,
        };
    }

    UnitIdentity IIdentityHolder.Identity => _identity;

    void IIdentityHolder.Adopt(UnitIdentity renewed)
    {
        // The one before may be in use for a moment still; it goes with the unit.
        _adopted.Add(renewed);
        _identity = renewed;
        _line.Switch(OpenLine(renewed));
    }

    void IIdentityHolder.Judge(bool isBelieved)
    {
        if (isBelieved) _belief.Open();
        else _belief.Close();
        _interlocks.Wake();
    }

    void IHealthSubject.Failed(RpcException failure) => Failed(failure);

    TimeQuestion IHealthSubject.AskTime() => _signedClock.Ask();

    void IHealthSubject.Heard(HealthReply reply, HealthFigures told, ulong watermarkWhenAsked, TimeQuestion question)
    {
        if (told.Scores is { } scores) _counters.Scores.Told(scores);
        _signedClock.Hear(question, reply.Time, _lineName);
        var committed = reply.Committed ?? new CommittedWatermark();
        WireId.TryRead(committed.OutboxEpoch, out var epoch);
        var outcome = _outbox.Take(epoch, committed.Sequence, watermarkWhenAsked);
        if (outcome is WatermarkOutcome.Lowered or WatermarkOutcome.NewEpoch)
            Log.WatermarkMoved(_setup.Loggers.CreateLogger<Unit>(), outcome, committed.Sequence);
    }

    // Asked anew for every connection: a camera that was not there, or is another one by now.
    private async Task<Standing> StandAsync(CancellationToken cancellationToken)
    {
        await IdentifyAsync(cancellationToken).ConfigureAwait(false);
        var standing = new Standing { Cameras = { _cameras } };
        if (_setup.Position is { } at) standing.Position = new GeoPoint { Latitude = at.Latitude, Longitude = at.Longitude };
        return standing;
    }

    private async Task IdentifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            _cameras = await _setup.IdentifyCameras(cancellationToken).ConfigureAwait(false);
        }
        catch (CameraUnidentifiedException failure)
        {
            _cameras = [];
            Log.CameraUnidentified(_setup.Loggers.CreateLogger<Unit>(), failure.Message);
        }

        _interlocks.Wake();
    }

    // A unit that waits because of its camera finds out when it is the right one again.
    private async Task WatchCamerasAsync(CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(LookAtCameras, _setup.Time);
        while (await beat.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_deployments.Current is { } deployment && !AreNamed(deployment.Order)) await IdentifyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool AreNamed(VerifiedOrder order)
    {
        var (cameras, named) = (_cameras, order.CamerasOf(_identity.UnitId));
        return cameras.Count > 0 && cameras.All(named.Contains);
    }

    // Revoked is told apart from everything else that can go wrong with a line; whatever it is, the keeper finds out.
    private void Failed(RpcException failure)
    {
        if (RefusalCode.IsRevoked(failure)) ((IIdentityHolder)this).Judge(isBelieved: false);
        _keeper.Wake();
    }

    private Grpc.Net.Client.GrpcChannel OpenLine(UnitIdentity identity) =>
        ControlPlaneLine.Open(identity.Units.Host, identity.Units.Port, identity.Authority, _servers, identity.Certificate);

    // The floor outlives the boot. It is kept now and then: each time is a write to the disk, and after a boot nothing begins before the control plane is heard.
    private void KeepTime()
    {
        var floor = _clock.Floor;
        if (floor - _ledger.ClockFloor >= FloorStep)
        {
            try
            {
                _ledger.RaiseClock(floor);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Log.FloorNotKept(_setup.Loggers.CreateLogger<Unit>(), failure.Message);
            }
        }

        try
        {
            _receipts.SettleEarlierBoots();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.EarlierBootsNotSettled(_setup.Loggers.CreateLogger<Unit>(), failure.Message);
        }

        _interlocks.Wake();
    }

    private void TakeEnd(Task<LoopEnd> end, long framesBefore)
    {
        if (end.IsFaulted) _broken.TrySetException(end.Exception!.InnerExceptions);
        else _camera.Take(end.Result, sawFrames: _counters.Frames > framesBefore);
        _interlocks.Wake();
    }

    // Stored is safe; committed is better. The last report tells that the unit stops, so that nobody looks for a fault.
    private async Task FlushAsync()
    {
        using var limit = new CancellationTokenSource(_setup.FlushLimit, _setup.Time);
        var changed = new Signal(_setup.Time);
        _outbox.Changed += changed.Set;
        try
        {
            if (!await _health.ReportAsync(limit.Token).ConfigureAwait(false)) return;
            await _receipts.FlushAsync().WaitAsync(limit.Token).ConfigureAwait(false);
            await _receiptSender.SendAsync(limit.Token).ConfigureAwait(false);
            while (_outbox.Pending > 0) await changed.WaitAsync(_setup.FlushLimit, limit.Token).ConfigureAwait(false);
            await _health.ReportAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The time is up; the next start goes on.
        }
        finally
        {
            _outbox.Changed -= changed.Set;
        }
    }

    private Random Jitter(int stream) => new(HashCode.Combine(_setup.JitterSeed, stream));

    private static bool SelfTest(ModelPack pack, ILogger log)
    {
        SelfTestFault[] faults = [.. PackSelfTest.Run(pack).Faults, .. SearchSelfTest.Run().Faults];
        foreach (var fault in faults) Log.SelfTestFailed(log, fault.Model, fault.Detail);
        return faults.Length == 0;
    }

    // A damaged outbox must not keep a unit from starting; its messages are sealed, so it may lie beside the new one for whoever can repair it.
    private static Outbox OpenOutbox(string path, TimeProvider time, ILogger log)
    {
        try
        {
            return Outbox.Open(path, time);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is 11 /* CORRUPT */ or 26 /* NOTADB */)
        {
            var aside = path + ".damaged";
            File.Move(path, aside, overwrite: true);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            Log.OutboxDamaged(log, path, aside);
            return Outbox.Open(path, time);
        }
    }
}
