using System.Buffers.Binary;
using System.Net;

namespace Signpost.Promises.Tests.Wire;

/// <summary>What a packet of the network layer says: who to whom, and, for TCP, which bytes.</summary>
internal readonly record struct Packet(int Protocol, IPEndPoint From, IPEndPoint To, uint Sequence, bool Begins, bool Answers, ReadOnlyMemory<byte> Payload)
{
    public const int Tcp = 6;
    public const int Udp = 17;
    private const int Icmp6 = 58;
    private const int EthernetHeader = 14;

    /// <summary>Reads an Ethernet frame with IPv4 or IPv6 in it.</summary>
    /// <returns>Null for what is no conversation: ARP, and the kernel's own search for neighbours (RFC 4861, RFC 3810).</returns>
    public static Packet? Read(ReadOnlyMemory<byte> frame)
    {
        if (frame.Length < EthernetHeader) return null;
        var network = frame[EthernetHeader..];
        return BinaryPrimitives.ReadUInt16BigEndian(frame.Span[12..]) switch
        {
            0x0800 => ReadIp4(network),
            0x86DD => ReadIp6(network),
            _ => null,
        };
    }

    private static Packet? ReadIp4(ReadOnlyMemory<byte> packet)
    {
        var bytes = packet.Span;
        var header = (bytes[0] & 15) * 4;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return Read(bytes[9], new IPAddress(bytes.Slice(12, 4)), new IPAddress(bytes.Slice(16, 4)), packet[header..length]);
    }

    private static Packet? ReadIp6(ReadOnlyMemory<byte> packet)
    {
        var bytes = packet.Span;
        var (next, body) = (bytes[6], packet.Slice(40, BinaryPrimitives.ReadUInt16BigEndian(bytes[4..])));
        // Hop-by-hop options.
        if (next == 0) (next, body) = (body.Span[0], body[((body.Span[1] + 1) * 8)..]);
        return Read(next, new IPAddress(bytes.Slice(8, 16)), new IPAddress(bytes.Slice(24, 16)), body);
    }

    private static Packet? Read(int protocol, IPAddress from, IPAddress to, ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span;
        switch (protocol)
        {
            case Tcp:
                var flags = bytes[13];
                return new Packet(
                    Tcp, new(from, BinaryPrimitives.ReadUInt16BigEndian(bytes)), new(to, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
                    BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), (flags & 2) != 0, (flags & 16) != 0, body[(bytes[12] >> 4 << 2)..]);
            case Udp:
                return new Packet(Udp, new(from, BinaryPrimitives.ReadUInt16BigEndian(bytes)), new(to, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])), 0, false, false, default);
            case Icmp6 when bytes[0] is (>= 130 and <= 136) or 143:
                return null;
            default:
                return new Packet(protocol, new(from, 0), new(to, 0), 0, false, false, default);
        }
    }
}
