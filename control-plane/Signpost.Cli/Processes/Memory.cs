using System.Globalization;

namespace Signpost.Cli.Processes;

/// <summary>What the kernel says about a process's memory.</summary>
internal static class Memory
{
    /// <summary>Peak resident set (VmHWM) in bytes, or null when the process is gone.</summary>
    public static long? PeakOf(int pid)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{pid}/status"))
            {
                if (ParsePeak(line) is { } bytes) return bytes;
            }
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    internal static long? ParsePeak(string line)
    {
        const string name = "VmHWM:";
        if (!line.StartsWith(name, StringComparison.Ordinal)) return null;
        var kilobytes = line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
