using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>What the kernel says about the processes of a run.</summary>
internal static class Processes
{
    /// <summary>Processes whose command line names <paramref name="text"/>, with their whole command line.</summary>
    public static IReadOnlyList<(int Pid, string CommandLine)> Naming(string text)
    {
        var found = new List<(int, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId) continue;
            if (CommandLine(pid) is { } line && line.Contains(text, StringComparison.Ordinal)) found.Add((pid, line));
        }
        return found;
    }

    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Far ends of the process's TCP and UDP sockets; a listening one counts with its near end.</summary>
    public static IReadOnlyList<(string Protocol, IPEndPoint Near, IPEndPoint Far)> SocketsOf(int pid)
    {
        var inodes = Inodes(pid);
        return [.. new[] { "tcp", "tcp6", "udp", "udp6" }.SelectMany(table => Table(table).Where(row => inodes.Contains(row.Inode)).Select(row => (table, row.Near, row.Far)))];
    }

    private static string? CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static HashSet<string> Inodes(int pid)
    {
        try
        {
            return [.. new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos()
                .Select(f => f.LinkTarget)
                .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
                .Select(target => target!["socket:[".Length..^1])];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static IEnumerable<(string Inode, IPEndPoint Near, IPEndPoint Far)> Table(string name) =>
        File.ReadAllLines($"/proc/net/{name}")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(fields => (fields[9], EndPoint(fields[1]), EndPoint(fields[2])));

    // Addresses are words of four bytes in the machine's order.
    private static IPEndPoint EndPoint(string text)
    {
        var parts = text.Split(':');
        var bytes = Convert.FromHexString(parts[0]);
        for (var word = 0; word < bytes.Length; word += 4) Array.Reverse(bytes, word, 4);
        return new(new IPAddress(bytes), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
