using Signpost.Benchmarks.Streams;
using Signpost.Hardware;

namespace Signpost.Benchmarks.Tests;

public sealed class StreamTests
{
    private static readonly StreamResult Good = new(2 * 150, 0, 1500, 20, 60, 80, 40, 10, 12, 150);

    [Fact]
    public void Holds_EveryDuePictureLookedAtInTime_IsTrue() => Assert.True(StreamsPart.Holds(Good, streams: 2, seconds: 20));

    [Fact]
    public void Holds_AnythingDroppedLateOrMissing_IsFalse()
    {
        foreach (var bad in new[]
        {
            Good with { Dropped = 1 }, Good with { Looked = 290 }, Good with { WorstLatenessMs = 501 }, Good with { LastLatenessMs = 251 },
        })
        {
            Assert.False(StreamsPart.Holds(bad, streams: 2, seconds: 20), bad.ToString());
        }
    }

    [Fact]
    public void Results_OfTwoUnits_AddUpAndKeepTheWorst()
    {
        var both = Good + (Good with { WorstLatenessMs = 300, PeakMegabytes = 90 });

        Assert.Equal((600, 3000, 24.0, 300.0, 150.0), (both.Looked, both.Faces, both.FfmpegSeconds, both.WorstLatenessMs, both.PeakMegabytes));
    }

    [Fact]
    public async Task Camera_PictureHandedOverLate_IsNotedAfterTheWarmUpOnly()
    {
        var warm = 0;
        double[] seconds = [10, 10.9, 10.25, 10.3, 10.6, 10.5]; // due every 100 ms
        await using var watched = new WatchedCamera(new Script(seconds), rate: 10, warmUp: 2, () => warm++);
        var frame = new Frame();
        while ((await watched.ReadAsync(frame, TestContext.Current.CancellationToken)).IsFrame)
        {
        }

        Assert.Equal(1, warm);
        Assert.Equal(200, watched.WorstLateness.TotalMilliseconds, 1e-3);
        Assert.Equal(0, watched.LastLateness.TotalMilliseconds, 1e-3);
    }

    private sealed class Script(double[] seconds) : ICamera
    {
        private int _next;

        public CameraDescription Description => new("script", 1, 1, 10, IsLive: false);

        public ValueTask<CameraRead> ReadAsync(Frame into, CancellationToken cancellationToken)
        {
            if (_next == seconds.Length) return new(CameraRead.EndOfSource);
            (into.CapturedAt, into.Sequence) = (DateTimeOffset.UnixEpoch.AddSeconds(seconds[_next]), _next++);
            return new(CameraRead.Frame);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
