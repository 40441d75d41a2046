using System.Net;
using System.Net.Sockets;

namespace Signpost.Tests.Support;

/// <summary>
/// Ports for programs that are started a moment later. They lie below what Linux gives to outgoing connections, so that none of those takes one in
/// between, and no port is given twice in a test process. Thread-safe.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 10_000;
    private const int Count = 9_000;

    private static readonly Lock Turn = new();

    // Test processes that run at once begin in different places.
    private static int next = Environment.ProcessId * 61 % Count;

    public static int[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Take())];

    public static int Take()
    {
        lock (Turn)
        {
            for (var tries = 0; tries < Count; tries++)
            {
                var port = Lowest + next;
                next = (next + 1) % Count;
                if (IsFree(port)) return port;
            }
        }

        throw new InvalidOperationException($"No port from {Lowest} to {Lowest + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
