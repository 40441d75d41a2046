using System.Buffers.Binary;
using System.Net.Sockets;

namespace Signpost.Promises.Tests.Wire;

/// <summary>Listens to every packet of this network namespace, on every interface (packet(7)).</summary>
internal sealed class PacketTap : IDisposable
{
    private const int EveryProtocol = 3;
    private const int PacketLevel = 263;
    private const int PacketStatistics = 6;
    private const int LongestPacket = 1 << 17;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly Conversations _conversations;
    private readonly Thread _thread;
    private readonly long _since = TimeProvider.System.GetTimestamp();
    private volatile bool _stop;
    private Exception? _failure;
    private long _lost;

    public PacketTap(Conversations conversations)
    {
        _conversations = conversations;
        _socket = new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)BinaryPrimitives.ReverseEndianness((ushort)EveryProtocol))
        {
            ReceiveBufferSize = 32 << 20,
            ReceiveTimeout = (int)Look.TotalMilliseconds,
        };
        _thread = new Thread(Listen) { IsBackground = true, Name = "packet tap" };
        _thread.Start();
    }

    /// <summary>Since it was opened.</summary>
    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_since);

    /// <summary>Conversations so far; fails when a packet was lost, or one could not be read.</summary>
    public IReadOnlyList<Conversation> Read()
    {
        Assert.Null(_failure);
        Span<byte> statistics = stackalloc byte[2 * sizeof(uint)];
        _socket.GetRawSocketOption(PacketLevel, PacketStatistics, statistics);
        _lost += BitConverter.ToUInt32(statistics[sizeof(uint)..]);
        Assert.Equal(0, _lost);
        return _conversations.Snapshot();
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Listen()
    {
        var buffer = new byte[LongestPacket];
        while (!_stop)
        {
            try
            {
                var length = _socket.Receive(buffer);
                if (Packet.Read(buffer.AsMemory(0, length)) is { } packet) _conversations.Take(packet, Now);
            }
            catch (SocketException nothing) when (nothing.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock or SocketError.Interrupted)
            {
                // Nobody said anything.
            }
            catch (Exception failure)
            {
                _failure ??= failure;
            }
        }
    }
}
