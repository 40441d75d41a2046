namespace Signpost.Edge.Capture;

/// <summary>How an <see cref="FfmpegCamera"/> reads its source.</summary>
public sealed record FfmpegCameraOptions
{
    /// <summary>A video file, <c>/dev/videoN</c>, or an rtsp, rtsps, http or https address. May hold a password: it is masked in every message.</summary>
    public required string Source { get; init; }

    /// <summary>Pictures wider than this are reduced by ffmpeg, at the same proportions. Default 1920 pixels.</summary>
    public int MaxWidth { get; init; } = 1920;

    /// <summary>
    /// Most pictures a second that are looked at, above 0: ffmpeg decodes all of them, as it must, and hands on that many. Those it leaves
    /// out are not dropped frames. Default: all.
    /// </summary>
    public double? MaxFramesPerSecond { get; init; }

    /// <summary>The ffmpeg program: a name to be found on the PATH, or a path. Default <c>ffmpeg</c>.</summary>
    public string Program { get; init; } = "ffmpeg";

    /// <summary>How long the source may take to bring its first picture. Default 15 s.</summary>
    public TimeSpan OpenLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A source that brings no picture for so long is lost. Default 10 s.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before a lost source is opened again; doubles with each failure. Default 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause. Default 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
