using System.Text.RegularExpressions;

namespace Signpost.Edge.Capture;

/// <summary>Where a video comes from: the address as configured, and how it may be spoken of.</summary>
internal sealed partial class VideoSource
{
    private static readonly string[] LiveSchemes = ["rtsp", "rtsps", "http", "https"];

    private VideoSource(string address, string scheme)
    {
        Address = address;
        Scheme = scheme;
        Name = MaskCredentials(address);
    }

    /// <summary>The address or the full path; may hold a password, so it goes to ffmpeg and nowhere else.</summary>
    public string Address { get; }

    /// <summary>Scheme of a network address, <c>device</c> for a local camera, or <c>file</c>.</summary>
    public string Scheme { get; }

    /// <summary>The address with user name and password masked.</summary>
    public string Name { get; }

    /// <summary>Whether the source goes on by itself and may be opened again when it is lost.</summary>
    public bool IsLive => Scheme != "file";

    /// <summary>Whether it is a file.</summary>
    public bool IsFile => Scheme == "file";

    /// <summary>Reads an address: <c>rtsp(s)://…</c>, <c>http(s)://…</c>, <c>/dev/videoN</c>, <c>file://…</c> or a path.</summary>
    /// <exception cref="ArgumentException">Empty, or of a scheme that is not taken.</exception>
    public static VideoSource Parse(string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        var end = source.IndexOf("://", StringComparison.Ordinal);
        var scheme = end > 0 ? source[..end].ToLowerInvariant() : "file";
        if (scheme == "file")
        {
            var path = Path.GetFullPath(end > 0 ? new Uri(source).LocalPath : source);
            return new VideoSource(path, path.StartsWith("/dev/video", StringComparison.Ordinal) ? "device" : "file");
        }

        return Array.IndexOf(LiveSchemes, scheme) >= 0
            ? new VideoSource(source, scheme)
            : throw new ArgumentException(
                $"A camera's source is a file, /dev/videoN, or an address that starts with rtsp, rtsps, http or https, not '{scheme}'.", nameof(source));
    }

    /// <summary>Masks user name and password of every address in a text.</summary>
    public static string MaskCredentials(string text) => Credentials().Replace(text, "://***@");

    // Greedy up to the last @ before a blank or quote: a password may hold @ and / though it should not.
    [GeneratedRegex("""://[^\s'"]*@""")]
    private static partial Regex Credentials();
}
