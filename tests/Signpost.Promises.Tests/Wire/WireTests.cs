using System.Buffers.Binary;
using System.Net;

namespace Signpost.Promises.Tests.Wire;

/// <summary>The eyes of the suite: what they miss, no other test would notice.</summary>
public sealed class WireTests
{
    private static readonly Dictionary<int, string> Services = new() { [443] = "units" };

    [Fact]
    public void Records_CutAnywhere_AreTheSame()
    {
        byte[] stream = [.. Record(22, 1), .. Record(23, 300), .. Record(23, 19), .. Record(21, 2)];
        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second += 7)
            {
                var found = new List<(byte, int)>();
                var records = new TlsRecords((type, length) => found.Add((type, length)));
                records.Take(stream.AsSpan(0, first));
                records.Take(stream.AsSpan(first, second - first));
                records.Take(stream.AsSpan(second));
                Assert.Equal([(22, 1), (23, 300), (23, 19), (21, 2)], found);
            }
        }
    }

    [Theory]
    [InlineData("474554202F")]
    [InlineData("1702030010")]
    [InlineData("1703030000")]
    [InlineData("1703034101")]
    public void Records_OfSomethingElse_Throw(string head) =>
        Assert.Throws<InvalidDataException>(() => new TlsRecords((_, _) => { }).Take(Convert.FromHexString(head)));

    [Theory]
    [InlineData(1000u)]
    [InlineData(uint.MaxValue - 3)]
    public void Bytes_OutOfOrderAndTwice_ComeOnceAndInOrder(uint start)
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var came = new List<byte>();
            var bytes = new TcpBytes(part => came.AddRange(part.Span));
            bytes.Begin(start);
            // Twelve bytes in three segments that overlap, every one of them twice, in any order.
            (int From, int To)[] segments = [(0, 5), (3, 8), (8, 12), (0, 5), (3, 8), (8, 12)];
            random.Shuffle(segments);
            foreach (var (from, to) in segments)
                bytes.Take(unchecked(start + 1 + (uint)from), Enumerable.Range(from, to - from).Select(value => (byte)value).ToArray());
            Assert.Equal(Enumerable.Range(0, 12).Select(value => (byte)value), came);
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("::1", "::1")]
    public void Conversation_WithAService_IsReadInBothDirections(string from, string to)
    {
        var (client, server) = (new IPEndPoint(IPAddress.Parse(from), 50000), new IPEndPoint(IPAddress.Parse(to), 443));
        var conversations = new Conversations(Services, new HashSet<int> { 8080 });
        Take(conversations, client, server, 7, Syn, []);
        Take(conversations, client, server, 7, Syn, []);
        Take(conversations, server, client, 90, Syn | Ack, []);
        Take(conversations, client, server, 8, Ack, Record(23, 40));
        Take(conversations, server, client, 91, Ack, Record(23, 50));
        Take(conversations, client, server, 8, Ack, Record(23, 40));

        var conversation = Assert.Single(conversations.Snapshot());
        Assert.Equal("units", conversation.Service);
        Assert.Equal([(true, 40), (false, 50)], conversation.Records.Select(record => (record.Up, record.Length)));
        Assert.Empty(conversations.Strangers);
    }

    [Fact]
    public void Stranger_WhoeverIsSpokenTo_IsNamed()
    {
        var conversations = new Conversations(Services, new HashSet<int> { 8080 });
        Take(conversations, new(IPAddress.Loopback, 50000), new(IPAddress.Loopback, 8080), 1, Syn, []);
        Assert.Empty(conversations.Strangers);
        Take(conversations, new(IPAddress.Loopback, 50001), new(IPAddress.Parse("203.0.113.9"), 80), 1, Syn, []);
        Assert.Equal(["tcp 203.0.113.9:80"], conversations.Strangers);
    }

    [Fact]
    public void Conversation_WithoutTls_Throws()
    {
        var (client, server) = (new IPEndPoint(IPAddress.Loopback, 50000), new IPEndPoint(IPAddress.Loopback, 443));
        var conversations = new Conversations(Services, new HashSet<int>());
        Take(conversations, client, server, 7, Syn, []);
        Assert.Throws<InvalidDataException>(() => Take(conversations, client, server, 8, Ack, "GET / HTTP/1.1"u8.ToArray()));
    }

    [Fact]
    public void Differences_OneRecordMore_IsNone_ButAnotherLengthIs()
    {
        var quiet = Profile(new() { [547] = 20, [47] = 10 });
        Assert.Empty(WireComparison.Differences(quiet, Profile(new() { [547] = 21, [47] = 9 })));
        Assert.NotEmpty(WireComparison.Differences(quiet, Profile(new() { [547] = 22, [47] = 10 })));
        Assert.NotEmpty(WireComparison.Differences(quiet, Profile(new() { [547] = 20, [47] = 10, [48] = 1 })));
        Assert.NotEmpty(WireComparison.Differences(quiet, Profile(new() { [547] = 20 })));
    }

    [Fact]
    public void Faults_TooManyReports_OrAnythingButAPingOnMqtt_AreNamed()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Empty(WireComparison.Faults(Profile(new() { [547] = 19 }, new() { [WireComparison.MqttPing] = 2 }), second));
        Assert.NotEmpty(WireComparison.Faults(Profile(new() { [547] = 22 }), second));
        Assert.NotEmpty(WireComparison.Faults(Profile(new() { [547] = 20 }, new() { [21] = 1 }), second));
    }

    private const byte Syn = 2;
    private const byte Ack = 16;

    private static WireProfile Profile(Dictionary<int, int> units, Dictionary<int, int>? broker = null)
    {
        var services = new Dictionary<string, ServiceProfile> { ["units"] = new(0, units) };
        if (broker is not null) services["broker"] = new(0, broker);
        return new WireProfile(TimeSpan.FromSeconds(20), services);
    }

    private static byte[] Record(byte type, int length)
    {
        var record = new byte[5 + length];
        (record[0], record[1], record[2]) = (type, 3, 3);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(3), (ushort)length);
        return record;
    }

    private static void Take(Conversations conversations, IPEndPoint from, IPEndPoint to, uint sequence, byte flags, byte[] payload) =>
        conversations.Take(Packet.Read(Frame(from, to, sequence, flags, payload))!.Value, TimeSpan.Zero);

    // Ethernet (IEEE 802.3), IPv4 (RFC 791) or IPv6 (RFC 8200), TCP (RFC 9293).
    private static byte[] Frame(IPEndPoint from, IPEndPoint to, uint sequence, byte flags, byte[] payload)
    {
        var tcp = new byte[20 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(2), (ushort)to.Port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(4), sequence);
        (tcp[12], tcp[13]) = (5 << 4, flags);
        payload.CopyTo(tcp, 20);
        var addresses = (byte[])[.. from.Address.GetAddressBytes(), .. to.Address.GetAddressBytes()];
        if (addresses.Length == 8)
        {
            var header = new byte[12];
            (header[0], header[9]) = (0x45, Packet.Tcp);
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(20 + tcp.Length));
            // A short frame is padded.
            return [.. new byte[12], 0x08, 0x00, .. header, .. addresses, .. tcp, 0, 0, 0];
        }

        var header6 = new byte[8];
        (header6[0], header6[6]) = (0x60, Packet.Tcp);
        BinaryPrimitives.WriteUInt16BigEndian(header6.AsSpan(4), (ushort)tcp.Length);
        return [.. new byte[12], 0x86, 0xDD, .. header6, .. addresses, .. tcp];
    }
}
