namespace Signpost.Edge.Capture;

/// <summary>Says in one sentence what ffmpeg's error output means, and what to do.</summary>
internal static class FfmpegComplaint
{
    /// <summary>What a missing program is told with.</summary>
    public const string ProgramMissing = "ffmpeg is not installed: install it (Debian: apt-get install ffmpeg).";

    // The first line that fits decides: the specific before the general.
    private static readonly (string Sign, string Meaning)[] Meanings =
    [
        ("No such file or directory", "does not exist"),
        ("Permission denied", "may not be read: check its owner and mode"),
        ("Is a directory", "is a folder, not a video"),
        ("Connection refused", "refuses the connection: check that the camera is on and the port is right"),
        ("No route to host", "cannot be reached: check cable and network"),
        ("Network is unreachable", "cannot be reached: check cable and network"),
        ("Name or service not known", "has a host name that is not known"),
        ("Failed to resolve hostname", "has a host name that is not known"),
        ("Temporary failure in name resolution", "has a host name that cannot be resolved now"),
        ("401 Unauthorized", "wants a user name and password, or other ones"),
        ("403 Forbidden", "forbids the access"),
        ("404", "has no stream of that name: check the address's path"),
        ("timed out", "does not answer"),
        ("Protocol not on whitelist", "refers to other sources, which is not allowed"),
        ("matches no streams", "holds no video"),
        ("does not contain any stream", "holds no video"),
        ("moov atom not found", "is no MP4 video, or was cut off before its index was written"),
        ("Invalid data found when processing input", "is not a video that ffmpeg can read"),
        ("End of file", "ended before a picture came"),
    ];

    /// <summary>Makes the sentence.</summary>
    /// <param name="name">The source, masked.</param>
    /// <param name="errors">ffmpeg's last error lines, oldest first.</param>
    public static string Explain(string name, IReadOnlyList<string> errors)
    {
        foreach (var (sign, meaning) in Meanings)
        {
            foreach (var line in errors)
            {
                if (line.Contains(sign, StringComparison.OrdinalIgnoreCase))
                {
                    return $"{name} {meaning}.";
                }
            }
        }

        return errors.Count == 0
            ? $"{name} brought no picture, and ffmpeg did not say why."
            : $"{name} failed: ffmpeg says \"{VideoSource.MaskCredentials(errors[^1])}\".";
    }
}
