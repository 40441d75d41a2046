using System.Globalization;

namespace Signpost.Edge.Capture;

/// <summary>The command line that turns a source into raw BGR pictures on standard output.</summary>
internal static class FfmpegArguments
{
    private const string NetworkProtocols = "rtsp,rtp,tcp,udp,tls,http,https,httpproxy,crypto";

    /// <summary>Builds the arguments.</summary>
    public static IEnumerable<string> For(VideoSource source, FfmpegCameraOptions options)
    {
        string[] common = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info", "-threads", "1"];
        string[] picture =
        [
            "-map", "0:v:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough", "-vf", Scale(options.MaxWidth), "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1",
        ];
        return [.. common, .. Input(source, options), .. picture];
    }

    private static string[] Input(VideoSource source, FfmpegCameraOptions options)
    {
        var limit = ((long)options.StallLimit.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
        return source.Scheme switch
        {
            "rtsp" or "rtsps" =>
            [
                "-protocol_whitelist", NetworkProtocols, "-rtsp_transport", "tcp", "-timeout", limit, "-fflags", "nobuffer", "-flags", "low_delay",
                "-i", source.Address,
            ],
            "http" or "https" =>
            [
                "-protocol_whitelist", NetworkProtocols, "-rw_timeout", limit, "-fflags", "nobuffer", "-flags", "low_delay", "-i", source.Address,
            ],
            "device" => ["-f", "v4l2", "-i", source.Address],

            // Real-time pace; and a playlist in disguise opens nothing but files.
            _ => ["-re", "-protocol_whitelist", "file,crypto,data", "-i", "file:" + source.Address],
        };
    }

    /// <summary>Square pixels first (some cameras squeeze them, and a squeezed face is another face), then no wider than allowed.</summary>
    private static string Scale(int maxWidth) => string.Create(
        CultureInfo.InvariantCulture,
        $"scale=w='trunc(iw*sar)':h=ih,setsar=1,scale=w='min({maxWidth}\\,iw)':h=-1");
}
