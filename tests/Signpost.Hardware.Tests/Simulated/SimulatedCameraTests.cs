using Microsoft.Extensions.Time.Testing;
using Signpost.Hardware.Simulated;
using Signpost.Hardware.Simulated.Truth;

namespace Signpost.Hardware.Tests.Simulated;

public sealed class SimulatedCameraTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signpost-camera-");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000));
    private readonly Frame _frame = new();

    [Fact]
    public async Task Camera_ReadInTime_GivesEveryPictureWhenItIsDue()
    {
        await using var camera = Camera();
        await ReadAsync(camera);
        Assert.Equal(0, _frame.Sequence);
        for (var number = 1; number <= 20; number++)
        {
            var read = camera.ReadAsync(_frame, default).AsTask();
            Assert.False(read.IsCompleted);
            _clock.Advance(TimeSpan.FromMilliseconds(80));
            Assert.True((await read.WaitAsync(Limit)).IsFrame);
            Assert.Equal(number, _frame.Sequence);
            Assert.Equal(_clock.GetUtcNow(), _frame.CapturedAt);
        }
    }

    [Fact]
    public async Task Camera_OpenedSlowly_StillGivesEveryPictureAtItsMoment()
    {
        // Of the 80 ms of a picture, 60 have passed when the camera is open.
        var clock = new ClockOfASlowOpening(TimeSpan.FromMilliseconds(60));
        await using var camera = Camera(clock: clock);
        await ReadAsync(camera);
        Assert.Equal(0, _frame.Sequence);
        for (var number = 1; number <= 20; number++)
        {
            var read = camera.ReadAsync(_frame, default).AsTask();
            clock.Advance(TimeSpan.FromMilliseconds(number == 1 ? 20 : 80));
            Assert.True((await read.WaitAsync(Limit)).IsFrame);
            Assert.Equal(number, _frame.Sequence);
            Assert.Equal(clock.GetUtcNow(), _frame.CapturedAt);
        }
    }

    [Fact]
    public async Task Camera_ReadLate_GivesThePictureDueNowAndTheGapTellsWhatWasMissed()
    {
        await using var camera = Camera();
        await ReadAsync(camera);
        _clock.Advance(TimeSpan.FromMilliseconds(430));
        await ReadAsync(camera);

        Assert.Equal(5, _frame.Sequence);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_400), _frame.CapturedAt);
    }

    [Fact]
    public async Task Camera_Started_HasWrittenTheTruthOfTheNextMinuteAndMore()
    {
        await using var camera = Camera();
        await ReadAsync(camera);

        var truth = SceneTruth.Read(camera.TruthPath!);
        Assert.Equal(Path.Combine(_folder.FullName, "truth-1790000000000.json"), camera.TruthPath);
        Assert.Equal((0, 1, 12.5, _clock.GetUtcNow()), (truth.UnitIndex, truth.Seed, truth.FramesPerSecond, truth.StartedAt));
        Assert.True(truth.Visits[^1].EntersAt > 100);
    }

    [Fact]
    public async Task Camera_Running_KeepsTheTruthAhead()
    {
        await using (var camera = Camera())
        {
            await ReadAsync(camera);
            _clock.Advance(TimeSpan.FromSeconds(70));
            await ReadAsync(camera);
        }

        Assert.True(SceneTruth.Read(Assert.Single(Directory.GetFiles(_folder.FullName))).Visits[^1].EntersAt > 170);
    }

    [Fact]
    public async Task Camera_StartedAgain_LeavesTheEarlierTruth()
    {
        for (var run = 0; run < 2; run++)
        {
            await using var camera = Camera();
            await ReadAsync(camera);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, Directory.GetFiles(_folder.FullName).Length);
    }

    [Fact]
    public async Task Camera_ReadCancelled_StaysUsable()
    {
        await using var camera = Camera();
        await ReadAsync(camera);
        using var cancel = new CancellationTokenSource();
        var read = camera.ReadAsync(_frame, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Limit));

        _clock.Advance(TimeSpan.FromMilliseconds(80));
        await ReadAsync(camera);
        Assert.Equal(1, _frame.Sequence);
    }

    [Fact]
    public async Task Camera_FootageMissing_IsLostWithTheReason()
    {
        await using var camera = new SimulatedCamera(new SimulatedCameraOptions { MediaDirectory = _folder.FullName }, _clock);
        var read = await camera.ReadAsync(_frame, default);

        Assert.Equal(CameraReadKind.Lost, read.Kind);
        Assert.Contains("./signpost up fetches it", read.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_TruthCannotBeWritten_IsLostWithTheReason()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, string.Empty);
        await using var camera = Camera(Path.Combine(file, "truth.json"));
        var read = await camera.ReadAsync(_frame, default);

        Assert.Equal(CameraReadKind.Lost, read.Kind);
        Assert.Contains("cannot write its truth", read.Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SimulatedCamera Camera(string? truthFile = null, TimeProvider? clock = null)
    {
        var options = DemonstrationMedia.Options() with { TruthFile = truthFile ?? Path.Combine(_folder.FullName, "truth.json") };
        return new SimulatedCamera(options, clock ?? _clock, _ => DemonstrationMedia.Scene(options));
    }

    private async Task ReadAsync(SimulatedCamera camera) => Assert.True((await camera.ReadAsync(_frame, default).AsTask().WaitAsync(Limit)).IsFrame);

    /// <summary>Time passes between the start of the scene's clock and the timer that the camera waits for pictures with.</summary>
    private sealed class ClockOfASlowOpening(TimeSpan opening) : FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000))
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Advance(opening);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
