using System.Globalization;

namespace Signpost.Edge.Capture;

/// <summary>
/// The command line that turns a source into raw pictures on standard output: planar YUV 4:2:0, as nearly every camera's stream decodes to.
/// ffmpeg then converts nothing, and half as many bytes go through the pipe as with BGR.
/// </summary>
internal static class FfmpegArguments
{
    private const string NetworkProtocols = "rtsp,rtp,tcp,udp,tls,http,https,httpproxy,crypto";

    /// <summary>Builds the arguments.</summary>
    public static IEnumerable<string> For(VideoSource source, FfmpegCameraOptions options)
    {
        string[] common = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info", "-threads", "1"];
        string[] picture =
        [
            "-map", "0:v:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough", "-vf", Filter(options), "-f", "rawvideo", "pipe:1",
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

    /// <summary>Fewer pictures first, then square pixels (some cameras squeeze them, and a squeezed face is another face), then no wider than
    /// allowed.</summary>
    private static string Filter(FfmpegCameraOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Select(options.MaxFramesPerSecond)}scale=w='trunc(iw*sar)':h=ih,setsar=1,scale=w='min({options.MaxWidth}\\,iw)':h=-1,format=yuv420p|yuvj420p");

    /// <summary>
    /// Lets through the first picture of every 1 / rate seconds of the stream's own time. Unlike the filter <c>fps</c> it never shows a
    /// picture twice. The quarter keeps a camera whose rate is a multiple away from the edge, where rounding would choose.
    /// </summary>
    private static string Select(double? rate) => rate is null
        ? string.Empty
        : string.Create(
            CultureInfo.InvariantCulture,
            $"select='isnan(t)+isnan(prev_selected_t)+gt(floor(t*{rate}+0.25)\\,floor(prev_selected_t*{rate}+0.25))',");
}
