using System.Buffers.Binary;
using Signpost.Contracts;

namespace Signpost.Trust;

/// <summary>The outside of a match message: routes and orders it, and is authenticated by the sealing.</summary>
/// <param name="UnitId">The sender.</param>
/// <param name="OutboxEpoch">New whenever the unit's outbox is new.</param>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="OrderId">Whose deployment key opens it.</param>
public sealed record MatchAddress(string UnitId, Guid OutboxEpoch, ulong Sequence, Guid OrderId)
{
    /// <summary>format version (u32) || length of the unit id (u32) || unit id || epoch (16) || sequence (u64) || order id (16);
    /// big-endian.</summary>
    internal byte[] AdditionalData()
    {
        var unit = Identifier.Encode(UnitId);
        var data = new byte[4 + 4 + unit.Length + WireId.Length + 8 + WireId.Length];
        BinaryPrimitives.WriteUInt32BigEndian(data, 1);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), (uint)unit.Length);
        unit.CopyTo(data, 8);
        var rest = data.AsSpan(8 + unit.Length);
        OutboxEpoch.TryWriteBytes(rest, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt64BigEndian(rest[16..], Sequence);
        OrderId.TryWriteBytes(rest[24..], bigEndian: true, out _);
        return data;
    }
}
