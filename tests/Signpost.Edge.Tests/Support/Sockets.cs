using System.Globalization;

namespace Signpost.Edge.Tests.Support;

/// <summary>An internet socket of a process.</summary>
/// <param name="Table">The kernel's table: tcp, tcp6, udp or udp6.</param>
/// <param name="RemotePort">Port at the other end; 0 for a listener, and for a UDP socket that is not connected.</param>
internal sealed record Sockets(string Table, int RemotePort)
{
    /// <summary>All internet sockets that a process has open at this moment.</summary>
    public static IReadOnlyList<Sockets> Of(int process)
    {
        var inodes = new DirectoryInfo($"/proc/{process}/fd").EnumerateFileSystemInfos()
            .Select(descriptor => descriptor.LinkTarget ?? string.Empty)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1])
            .ToHashSet();
        Assert.NotEmpty(inodes);
        return [.. new[] { "tcp", "tcp6", "udp", "udp6" }.SelectMany(table => Rows(process, table).Where(row =>
            inodes.Contains(row[9])).Select(row => new Sockets(table, RemotePortOf(row))))];
    }

    // The table's columns: number, local, remote, state, queues, timer, retransmissions, user, timeout, inode (proc_net_tcp in the kernel's
    // documentation).
    private static IEnumerable<string[]> Rows(int process, string table) =>
        File.ReadLines($"/proc/{process}/net/{table}").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static int RemotePortOf(string[] row) => int.Parse(row[2].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
