using System.Net;

namespace Signpost.Promises.Tests.Wire;

/// <summary>One TLS record as an eavesdropper sees it.</summary>
/// <param name="At">Since the tap was opened.</param>
/// <param name="Up">From the client to the server.</param>
/// <param name="Type">Content type: 23 is application data.</param>
/// <param name="Length">Bytes, without the record's header.</param>
internal readonly record struct WireRecord(TimeSpan At, bool Up, byte Type, int Length);

/// <summary>One TCP connection.</summary>
/// <param name="Service">Name of the server's port.</param>
/// <param name="OpenedAt">Since the tap was opened.</param>
internal sealed record Conversation(string Service, TimeSpan OpenedAt)
{
    /// <summary>In the order in which they were whole.</summary>
    public List<WireRecord> Records { get; } = [];
}

/// <summary>
/// Sorts packets into conversations with the services that are known; whatever else is said is kept as a stranger. A connection to a service that was open
/// before is not looked at: a unit that starts later has none.
/// </summary>
/// <param name="services">Ports of the services, with their names.</param>
/// <param name="ignored">Ports whose conversations are not looked at: the test's own.</param>
internal sealed class Conversations(IReadOnlyDictionary<int, string> services, IReadOnlySet<int> ignored)
{
    private readonly Dictionary<(IPEndPoint, IPEndPoint), (Conversation Conversation, TcpBytes Up, TcpBytes Down)> _open = [];
    private readonly List<Conversation> _all = [];
    private readonly HashSet<string> _strangers = [];
    private readonly Lock _lock = new();
    private TimeSpan _now;

    /// <summary>Whoever was spoken to and is no service: protocol and address.</summary>
    public IReadOnlyCollection<string> Strangers
    {
        get { lock (_lock) return [.. _strangers]; }
    }

    /// <summary>All conversations so far, with copies of their records.</summary>
    public IReadOnlyList<Conversation> Snapshot()
    {
        lock (_lock)
        {
            return [.. _all.Select(conversation =>
            {
                var copy = new Conversation(conversation.Service, conversation.OpenedAt);
                copy.Records.AddRange(conversation.Records);
                return copy;
            })];
        }
    }

    /// <summary>Takes a packet.</summary>
    /// <exception cref="InvalidDataException">A service was spoken to without TLS.</exception>
    public void Take(Packet packet, TimeSpan at)
    {
        lock (_lock)
        {
            _now = at;
            if (packet.Protocol == Packet.Tcp && (ignored.Contains(packet.To.Port) || ignored.Contains(packet.From.Port))) return;
            if (packet is { Protocol: Packet.Tcp, Begins: true, Answers: false }) Open(packet, at);
            if (_open.TryGetValue((packet.From, packet.To), out var up))
            {
                up.Up.Take(packet.Sequence, packet.Payload);
            }
            else if (_open.TryGetValue((packet.To, packet.From), out var down))
            {
                if (packet.Begins) down.Down.Begin(packet.Sequence);
                down.Down.Take(packet.Sequence, packet.Payload);
            }
            else if (packet.Protocol != Packet.Tcp || !(services.ContainsKey(packet.From.Port) || services.ContainsKey(packet.To.Port)))
            {
                _strangers.Add($"{packet.Protocol switch { Packet.Tcp => "tcp", Packet.Udp => "udp", var other => $"protocol {other}" }} {packet.To}");
            }
        }
    }

    private void Open(Packet packet, TimeSpan at)
    {
        // Seen twice on a loopback, sent and received; and a retry is no second one.
        if (!services.TryGetValue(packet.To.Port, out var service) || _open.ContainsKey((packet.From, packet.To))) return;
        var conversation = new Conversation(service, at);
        var up = Direction(conversation, true);
        up.Begin(packet.Sequence);
        _open[(packet.From, packet.To)] = (conversation, up, Direction(conversation, false));
        _all.Add(conversation);
    }

    private TcpBytes Direction(Conversation conversation, bool up)
    {
        var records = new TlsRecords((type, length) => conversation.Records.Add(new WireRecord(_now, up, type, length)));
        return new TcpBytes(bytes => records.Take(bytes.Span));
    }
}
