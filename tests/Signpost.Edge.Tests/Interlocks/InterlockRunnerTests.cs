using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Contracts.V1;
using Signpost.Edge.Interlocks;

namespace Signpost.Edge.Tests.Interlocks;

public sealed class InterlockRunnerTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Step_EverythingButTheBeacon_LightsItSeesItAndOnlyThenStarts()
    {
        var unit = new RecordedUnit();
        await Runner(unit).StepAsync();
        Assert.Equal(["lit", "start"], unit.Acts);
    }

    [Fact]
    public async Task Step_BeaconDoesNotBurn_NeverStarts()
    {
        var unit = new RecordedUnit { BeaconWorks = false };
        var runner = Runner(unit);
        await runner.StepAsync();
        Assert.Equal(["lit"], unit.Acts);
        Assert.Equal(UnitState.Suspended, runner.Current.State);
        Assert.True(runner.Current.Reasons.Contains(SuspensionReason.BeaconDark));
    }

    [Fact]
    public async Task Step_OrderExpiresWhileRecognising_StopsThenDarkensThenPurges()
    {
        var unit = new RecordedUnit();
        var runner = Runner(unit);
        await runner.StepAsync();
        unit.Acts.Clear();
        unit.Now = Now + TimeSpan.FromHours(2);
        await runner.StepAsync();
        Assert.Equal(["stop", "dark", "purge"], unit.Acts);
    }

    [Fact]
    public async Task Run_BeaconFailsWhileRecognising_StopsWithinASecond()
    {
        var unit = new RecordedUnit();
        using var cancel = new CancellationTokenSource();
        var run = Runner(unit).RunAsync(cancel.Token);
        await unit.Started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var at = TimeProvider.System.GetTimestamp();
        unit.BeaconWorks = false;
        await unit.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        // A second on an idle machine is a quarter of one; the rest is room for a busy one.
        Assert.InRange(TimeProvider.System.GetElapsedTime(at), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await cancel.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Run_Cancelled_StopsDarkensAndPurges()
    {
        var unit = new RecordedUnit();
        using var cancel = new CancellationTokenSource();
        var run = Runner(unit).RunAsync(cancel.Token);
        await unit.Started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["stop", "dark", "purge"], unit.Acts.TakeLast(3));
    }

    private static InterlockRunner Runner(RecordedUnit unit) =>
        new(unit, new InterlockOptions(), TimeProvider.System, NullLogger<InterlockRunner>.Instance);

    private sealed class RecordedUnit : IInterlocked
    {
        private bool _lit;

        public List<string> Acts { get; } = [];

        public volatile bool BeaconWorks = true;

        public DateTimeOffset Now { get; set; } = InterlockRunnerTests.Now;

        public bool IsRecognising { get; private set; }

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Observations Observe() => new()
        {
            Now = Now,
            Provisioned = true,
            Order = new Window(InterlockRunnerTests.Now, InterlockRunnerTests.Now + TimeSpan.FromHours(1)),
            WatchlistNotAfter = InterlockRunnerTests.Now + TimeSpan.FromHours(1),
            SelfTestPassed = true,
            BeaconLit = _lit && BeaconWorks,
            CameraPresent = true,
            CamerasNamed = true,
            SinceContact = TimeSpan.Zero,
            ClockTrusted = true,
        };

        public void LightBeacon(bool lit)
        {
            if (lit != _lit) Acts.Add(lit ? "lit" : "dark");
            _lit = lit;
        }

        public ValueTask StartAsync()
        {
            Acts.Add("start");
            IsRecognising = true;
            Started.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public ValueTask StopAsync()
        {
            if (IsRecognising) Acts.Add("stop");
            IsRecognising = false;
            Stopped.TrySetResult();
            return ValueTask.CompletedTask;
        }

        public void Purge() => Acts.Add("purge");
    }
}
