using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Signpost.Edge.Capture;
using Signpost.Hardware;

namespace Signpost.Edge.Tests.Capture;

public sealed class FfmpegCameraTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Camera_VideoFile_PlaysEveryPictureOnceAndEnds()
    {
        using var video = new TestVideo();
        await using var camera = Open(await video.MakeAsync("a.mp4", "320x240", seconds: 1, rate: 25));
        var (frames, end) = await ReadAllAsync(camera);

        Assert.Equal(CameraReadKind.EndOfSource, end.Kind);
        Assert.Equal(24, frames[^1].Sequence);
        Assert.Equal(new CameraDescription(video.PathOf("a.mp4"), 320, 240, 25, IsLive: false), camera.Description);
        Assert.All(frames, frame => Assert.Equal((320, 240), (frame.Width, frame.Height)));
        Assert.Equal(CameraReadKind.EndOfSource, (await ReadAsync(camera, new Frame())).Kind);
    }

    [Fact]
    public async Task Camera_VideoFile_PlaysAtItsOwnPace()
    {
        using var video = new TestVideo();
        await using var camera = Open(await video.MakeAsync("a.mp4", seconds: 2, rate: 25));
        var (frames, _) = await ReadAllAsync(camera);

        var played = frames[^1].CapturedAt - frames[0].CapturedAt;
        Assert.InRange(played.TotalSeconds, 1.5, 6);
    }

    [Theory]
    [InlineData(15, 7.5, 15)]
    [InlineData(30, 7.5, 15)]
    [InlineData(25, 12.5, 25)]
    [InlineData(10, 7.5, 15)]
    [InlineData(5, 7.5, 10)]
    public async Task Camera_WithMostPicturesASecond_HandsOnThatManyAndCallsTheRestNoGap(int rate, double most, int expected)
    {
        using var video = new TestVideo();
        var path = await video.MakeAsync("a.mp4", "64x48", seconds: 2, rate);
        await using var camera = new FfmpegCamera(new FfmpegCameraOptions { Source = path, MaxFramesPerSecond = most }, TimeProvider.System);
        var (frames, end) = await ReadAllAsync(camera);

        Assert.Equal(CameraReadKind.EndOfSource, end.Kind);
        Assert.InRange(frames[^1].Sequence + 1, expected - 1, expected + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Camera_WithoutAnyPictureASecond_IsRefused(double most) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new FfmpegCamera(new FfmpegCameraOptions { Source = "a.mp4", MaxFramesPerSecond = most }, TimeProvider.System));

    [Theory]
    [InlineData("yuv420p", "tv", "bt470bg")]
    [InlineData("yuv420p", "tv", "bt709")]
    [InlineData("yuvj420p", "pc", "bt470bg")]
    [InlineData("yuv444p", "tv", "bt709")]
    public async Task Camera_KnownColours_AreBlueGreenRed(string pixels, string range, string matrix)
    {
        using var video = new TestVideo();
        var path = video.PathOf("red.mp4");
        await TestVideo.RunAsync(
        [
            "-f", "lavfi", "-i", "color=c=red:size=64x48:rate=10:duration=1", "-vf", $"scale=out_color_matrix={matrix}:out_range={range},format={pixels}",
            "-colorspace", matrix, "-color_range", range, path,
        ]);
        await using var camera = Open(path);
        var frame = new Frame();
        Assert.True((await ReadAsync(camera, frame)).IsFrame);

        Assert.InRange(frame.Pixels[0], 0, 6);
        Assert.InRange(frame.Pixels[1], 0, 6);
        Assert.InRange(frame.Pixels[2], 245, 255);
    }

    [Theory]
    [InlineData("2560x1440", 1920, 1080)]
    [InlineData("640x360", 640, 360)]
    public async Task Camera_WideVideo_IsReducedInProportion(string size, int width, int height)
    {
        using var video = new TestVideo();
        await using var camera = Open(await video.MakeAsync("wide.mp4", size, seconds: 0.4, rate: 10));
        var frame = new Frame();
        Assert.True((await ReadAsync(camera, frame)).IsFrame);

        Assert.Equal((width, height), (frame.Width, frame.Height));
    }

    [Fact]
    public async Task Camera_SqueezedPixels_AreMadeSquare()
    {
        using var video = new TestVideo();
        await using var camera = Open(await video.MakeAsync("squeezed.mp4", "360x288", 0.4, 10, "-vf", "setsar=2"));
        var frame = new Frame();
        Assert.True((await ReadAsync(camera, frame)).IsFrame);

        Assert.Equal((720, 288), (frame.Width, frame.Height));
    }

    [Fact]
    public async Task Camera_ReaderStalls_PicturesAreDroppedAndShowAsGap()
    {
        using var video = new TestVideo();
        await using var camera = Open(await video.MakeAsync("a.mp4", seconds: 2, rate: 25));
        var frame = new Frame();
        Assert.True((await ReadAsync(camera, frame)).IsFrame);
        await WaitForExitAsync(camera.ProcessId); // reads nothing until the whole video has gone by
        var (frames, end) = await ReadAllAsync(camera);

        Assert.Equal(CameraReadKind.EndOfSource, end.Kind);
        Assert.Equal(49, Assert.Single(frames).Sequence);
    }

    [Fact]
    public async Task Camera_MissingFile_SaysSo()
    {
        using var video = new TestVideo();
        await using var camera = Open(video.PathOf("none.mp4"));

        Assert.Equal($"{video.PathOf("none.mp4")} does not exist.", (await ReadAsync(camera, new Frame())).Reason);
    }

    [Fact]
    public async Task Camera_Folder_SaysSo()
    {
        using var video = new TestVideo();
        await using var camera = Open(video.PathOf("."));

        Assert.EndsWith("is a folder, not a video.", (await ReadAsync(camera, new Frame())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_FileThatIsNoVideo_SaysSo()
    {
        using var video = new TestVideo();
        await File.WriteAllBytesAsync(video.PathOf("noise.bin"), [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 7919 >> 3))]);
        await using var camera = Open(video.PathOf("noise.bin"));
        var read = await ReadAsync(camera, new Frame());

        Assert.Equal(CameraReadKind.Lost, read.Kind);
        Assert.Contains("is not a video that ffmpeg can read", read.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_VideoCutOffBeforeItsIndex_SaysSo()
    {
        using var video = new TestVideo();
        var bytes = await File.ReadAllBytesAsync(await video.MakeAsync("a.mp4"));
        await File.WriteAllBytesAsync(video.PathOf("cut.mp4"), bytes[..(bytes.Length / 2)]);
        await using var camera = Open(video.PathOf("cut.mp4"));

        Assert.Contains("was cut off", (await ReadAsync(camera, new Frame())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_SoundWithoutPictures_SaysSo()
    {
        using var video = new TestVideo();
        var path = video.PathOf("sound.m4a");
        await TestVideo.RunAsync(["-f", "lavfi", "-i", "sine=duration=1", path]);
        await using var camera = Open(path);

        Assert.EndsWith("holds no video.", (await ReadAsync(camera, new Frame())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_PlaylistThatPointsToTheNetwork_IsNotFollowed()
    {
        using var video = new TestVideo();
        using var listener = Listen(out var port);
        await File.WriteAllTextAsync(video.PathOf("list.m3u8"), $"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n");
        await using var camera = Open(video.PathOf("list.m3u8"));

        Assert.Equal(CameraReadKind.Lost, (await ReadAsync(camera, new Frame())).Kind);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Camera_FfmpegMissing_SaysWhatToInstall()
    {
        using var video = new TestVideo();
        var options = new FfmpegCameraOptions { Source = await video.MakeAsync("a.mp4", seconds: 0.2), Program = "ffmpeg-that-is-not-there" };
        await using var camera = new FfmpegCamera(options, TimeProvider.System);

        Assert.Contains("apt-get install ffmpeg", (await ReadAsync(camera, new Frame())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_FfmpegKilled_IsLostAndComesBackWithRisingNumbers()
    {
        using var video = new TestVideo();
        var options = new FfmpegCameraOptions { Source = await video.MakeAsync("a.mp4", seconds: 20), FirstPause = TimeSpan.FromMilliseconds(10) };
        await using var camera = new FfmpegCamera(options, TimeProvider.System);
        var frame = new Frame();
        Assert.True((await ReadAsync(camera, frame)).IsFrame);
        using (var process = Process.GetProcessById(camera.ProcessId))
        {
            process.Kill();
        }

        var read = CameraRead.Frame;
        while (read.IsFrame)
        {
            read = await ReadAsync(camera, frame);
        }

        Assert.Equal(CameraReadKind.Lost, read.Kind);
        Assert.Contains("was ended", read.Reason, StringComparison.Ordinal);
        var last = frame.Sequence;
        Assert.True((await ReadAsync(camera, frame)).IsFrame);
        Assert.True(frame.Sequence > last);
    }

    [Fact]
    public async Task Camera_Disposed_LeavesNoProcess()
    {
        using var video = new TestVideo();
        var camera = Open(await video.MakeAsync("a.mp4", seconds: 20));
        Assert.True((await ReadAsync(camera, new Frame())).IsFrame);
        var process = camera.ProcessId;

        await camera.DisposeAsync().AsTask().WaitAsync(Limit);

        Assert.False(Directory.Exists($"/proc/{process}")); // reaped, not only ended
        Assert.Equal(CameraReadKind.EndOfSource, (await ReadAsync(camera, new Frame())).Kind);
    }

    [Fact]
    public async Task Camera_Ffmpeg_InheritsNothingOfTheUnitsEnvironment()
    {
        using var video = new TestVideo();
        Environment.SetEnvironmentVariable("SIGNPOST_TEST_SECRET", "of the unit");
        await using var camera = Open(await video.MakeAsync("a.mp4", seconds: 20));
        Assert.True((await ReadAsync(camera, new Frame())).IsFrame);

        var environment = await File.ReadAllTextAsync($"/proc/{camera.ProcessId}/environ");
        Assert.DoesNotContain("SIGNPOST_TEST_SECRET", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_NobodyListens_IsLostWithoutThePassword()
    {
        using var video = new TestVideo();
        Listen(out var port).Dispose();
        await using var camera = Open($"rtsp://viewer:secret@127.0.0.1:{port}/stream");
        var read = await ReadAsync(camera, new Frame());

        Assert.Equal($"rtsp://***@127.0.0.1:{port}/stream refuses the connection: check that the camera is on and the port is right.", read.Reason);
        Assert.DoesNotContain("secret", camera.Description.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_LostAgainAndAgain_WaitsLongerEachTime()
    {
        using var video = new TestVideo();
        var clock = new FakeTimeProvider();
        await using var camera = new FfmpegCamera(new FfmpegCameraOptions { Source = video.PathOf("none.mp4") }, clock);
        var frame = new Frame();
        Assert.Equal(CameraReadKind.Lost, (await ReadAsync(camera, frame)).Kind);
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            var read = camera.ReadAsync(frame, default).AsTask();
            clock.Advance(TimeSpan.FromSeconds(seconds - 0.01));
            Assert.False(read.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(0.02));
            Assert.Equal(CameraReadKind.Lost, (await read.WaitAsync(Limit)).Kind);
        }
    }

    [Fact]
    public async Task Camera_SourceConnectsButBringsNothing_IsLostAfterTheLimit()
    {
        using var video = new TestVideo();
        using var listener = Listen(out var port);
        var options = new FfmpegCameraOptions { Source = $"http://127.0.0.1:{port}/cam.mjpg", OpenLimit = TimeSpan.FromSeconds(1) };
        await using var camera = new FfmpegCamera(options, TimeProvider.System);

        Assert.EndsWith("brought no picture within 1 s.", (await ReadAsync(camera, new Frame())).Reason, StringComparison.Ordinal);
        Assert.Equal(0, camera.ProcessId);
    }

    [Fact]
    public async Task Camera_MotionJpegOverHttp_BringsPicturesAndIsLostWhenItEnds()
    {
        using var video = new TestVideo();
        Listen(out var port).Dispose();
        var address = $"http://127.0.0.1:{port}/cam.mjpg";
        using var server = TestVideo.Start(
            ["-re", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=10:duration=3", "-f", "mpjpeg", "-listen", "1", address]);
        try
        {
            var options = new FfmpegCameraOptions { Source = address, FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromMilliseconds(200) };
            await using var camera = new FfmpegCamera(options, TimeProvider.System);
            Assert.True(camera.Description.IsLive);
            var frame = new Frame();
            var read = await ReadAsync(camera, frame);
            for (var attempt = 0; !read.IsFrame && attempt < 100; attempt++) // until the server listens
            {
                read = await ReadAsync(camera, frame);
            }

            Assert.True(read.IsFrame, read.Reason);
            Assert.Equal((320, 240), (frame.Width, frame.Height));
            while (read.IsFrame)
            {
                read = await ReadAsync(camera, frame);
            }

            Assert.Equal(CameraReadKind.Lost, read.Kind);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Camera_ReadCancelled_StaysUsable()
    {
        using var video = new TestVideo();
        await using var camera = Open(await video.MakeAsync("slow.mp4", seconds: 20, rate: 1));
        var frame = new Frame();
        Assert.True((await ReadAsync(camera, frame)).IsFrame);
        using var cancel = new CancellationTokenSource();
        var read = camera.ReadAsync(frame, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Limit));

        Assert.True((await ReadAsync(camera, frame)).IsFrame);
    }

    private static FfmpegCamera Open(string source) => new(new FfmpegCameraOptions { Source = source }, TimeProvider.System);

    private static Task<CameraRead> ReadAsync(FfmpegCamera camera, Frame frame) => camera.ReadAsync(frame, default).AsTask().WaitAsync(Limit);

    private static async Task<(List<(long Sequence, int Width, int Height, DateTimeOffset CapturedAt)> Frames, CameraRead End)> ReadAllAsync(FfmpegCamera camera)
    {
        var frames = new List<(long, int, int, DateTimeOffset)>();
        var frame = new Frame();
        var read = await ReadAsync(camera, frame);
        for (; read.IsFrame; read = await ReadAsync(camera, frame))
        {
            frames.Add((frame.Sequence, frame.Width, frame.Height, frame.CapturedAt));
        }

        return (frames, read);
    }

    private static async Task WaitForExitAsync(int process)
    {
        using var ffmpeg = Process.GetProcessById(process);
        await ffmpeg.WaitForExitAsync().WaitAsync(Limit);
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
