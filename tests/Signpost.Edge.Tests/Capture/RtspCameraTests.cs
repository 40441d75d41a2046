using Signpost.Edge.Capture;
using Signpost.Hardware;

namespace Signpost.Edge.Tests.Capture;

public sealed class RtspCameraTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Camera_Rtsp_BringsPicturesIsLostWhenCutAndComesBack()
    {
        using var folder = new TestVideo();
        await using var server = new RtspTestServer();
        var address = $"rtsp://{RtspTestServer.User}:{RtspTestServer.Password}@127.0.0.1:{server.Port}/stream";
        await using var camera = new FfmpegCamera(
            new FfmpegCameraOptions { Source = address, OpenLimit = Limit, FirstPause = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);
        Assert.Equal((true, $"rtsp://***@127.0.0.1:{server.Port}/stream"), (camera.Description.IsLive, camera.Description.Name));
        var frame = new Frame();
        for (var i = 0; i < 5; i++)
        {
            var picture = await ReadAsync(camera, frame);
            Assert.True(picture.IsFrame, picture.Reason);
        }

        Assert.Equal((320, 240), (frame.Width, frame.Height));
        server.Cut();
        var read = await ReadAsync(camera, frame);
        while (read.IsFrame)
        {
            read = await ReadAsync(camera, frame);
        }

        Assert.Equal(CameraReadKind.Lost, read.Kind);
        Assert.DoesNotContain(RtspTestServer.Password, read.Reason, StringComparison.Ordinal);
        var last = frame.Sequence;
        read = await ReadAsync(camera, frame);
        Assert.True(read.IsFrame, read.Reason);
        Assert.True(frame.Sequence > last);
    }

    [Fact]
    public async Task Camera_RtspWithWrongPassword_SaysSoAndKeepsItToItself()
    {
        using var folder = new TestVideo();
        await using var server = new RtspTestServer();
        var address = $"rtsp://viewer:not-the-word@127.0.0.1:{server.Port}/stream";
        await using var camera = new FfmpegCamera(new FfmpegCameraOptions { Source = address, OpenLimit = Limit }, TimeProvider.System);

        Assert.Equal(
            $"rtsp://***@127.0.0.1:{server.Port}/stream wants a user name and password, or other ones.",
            (await ReadAsync(camera, new Frame())).Reason);
    }

    private static Task<CameraRead> ReadAsync(FfmpegCamera camera, Frame frame) => camera.ReadAsync(frame, default).AsTask().WaitAsync(Limit);
}
