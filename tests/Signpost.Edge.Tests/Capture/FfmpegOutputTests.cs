using Signpost.Edge.Capture;

namespace Signpost.Edge.Tests.Capture;

public sealed class FfmpegOutputTests
{
    public static TheoryData<string, PictureFormatRow> StreamLines() => new()
    {
        {
            "[info]   Stream #0:0(und): Video: rawvideo (I420 / 0x30323449), yuv420p(tv, bt709, progressive), 1280x720 [SAR 1:1 DAR 16:9], q=2-31, 138240 kb/s, 12.50 fps, 12.50 tbn (default)",
            new(1280, 720, 12.5, "Bt709")
        },
        { "[info]   Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuv420p(progressive), 64x48, q=2-31, 1k fps, 1k tbn", new(64, 48, 1000, "Bt601") },
        { "[info]   Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuv420p, 99x101 [SAR 1:1 DAR 99:101], q=2-31", new(99, 101, 0, "Bt601") },
        {
            "[info]   Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuvj420p(pc, bt470bg/unknown/unknown, progressive), 640x480, q=2-31, 10 fps, 10 tbn",
            new(640, 480, 10, "Bt601Full")
        },
        {
            "[info]   Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuv420p(pc, bt709/bt709/iec61966-2-1, progressive), 64x48, q=2-31, 25 fps, 25 tbn",
            new(64, 48, 25, "Bt709Full")
        },
        {
            "[info]   Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuv420p(tv, smpte170m/bt709/bt709, progressive), 64x48, q=2-31, 25 fps, 25 tbn",
            new(64, 48, 25, "Bt601")
        },
    };

    [Theory]
    [MemberData(nameof(StreamLines))]
    public async Task Output_StreamLine_TellsSizeRateAndColours(string line, PictureFormatRow expected)
    {
        var output = new FfmpegOutput();
        output.Read("[info]   Stream #0:0: Video: rawvideo (I420), yuv420p, 7x7, 5 fps"); // of the input: not ours
        output.Read("[info] Output #0, rawvideo, to 'pipe:1':");
        output.Read(line);

        var colours = (YuvColours)typeof(YuvColours).GetField(expected.Colours)!.GetValue(null)!;
        Assert.Equal(new PictureFormat(expected.Width, expected.Height, expected.Rate, colours), await output.Format);
    }

    [Fact]
    public async Task Output_EndedWithoutStream_HasNoFormat()
    {
        var output = new FfmpegOutput();
        await output.ReadAsync(new StringReader("[error] x.mp4: Invalid data found when processing input\n"));

        Assert.Null(await output.Format);
        Assert.Equal(["x.mp4: Invalid data found when processing input"], output.Errors);
    }

    [Fact]
    public void Output_ManyErrors_KeepsTheLastFewShortAndMasked()
    {
        var output = new FfmpegOutput();
        for (var i = 0; i < 1000; i++)
        {
            output.Read($"[h264 @ 0x55d0c0ffee00] [error] rtsp://u:p@host/{i} {new string('x', 1000)}");
        }

        Assert.Equal(8, output.Errors.Count);
        Assert.All(output.Errors, error => Assert.True(error.Length <= 300));
        Assert.StartsWith("rtsp://***@host/999", output.Errors[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://user:secret@camera:554/a", "rtsp://***@camera:554/a")]
    [InlineData("rtsp://user:se/cr@et@camera/a", "rtsp://***@camera/a")]
    [InlineData("rtsp://camera/a", "rtsp://camera/a")]
    [InlineData("from 'https://user@a/b' to x", "from 'https://***@a/b' to x")]
    public void Source_Credentials_AreMasked(string text, string masked) => Assert.Equal(masked, VideoSource.MaskCredentials(text));

    [Theory]
    [InlineData("ftp://host/a.mp4")]
    [InlineData("concat://a|b")]
    [InlineData(" ")]
    public void Source_OfAnotherKind_IsRefused(string source) => Assert.Throws<ArgumentException>(() => VideoSource.Parse(source));

    [Theory]
    [InlineData("/dev/video0", "device", true)]
    [InlineData("file:///tmp/a%20b.mp4", "file", false)]
    [InlineData("RTSP://host/a", "rtsp", true)]
    [InlineData("movie.mkv", "file", false)]
    public void Source_Kinds_AreTold(string source, string scheme, bool live)
    {
        var parsed = VideoSource.Parse(source);

        Assert.Equal((scheme, live), (parsed.Scheme, parsed.IsLive));
    }
}

/// <summary>A picture format as a test case.</summary>
public sealed record PictureFormatRow(int Width, int Height, double Rate, string Colours);
