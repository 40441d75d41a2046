using System.Buffers.Binary;
using System.Numerics;
using Signpost.Trust;

namespace Signpost.AuditLog;

/// <summary>How records lie in a chain's file: the file's first eight bytes, then for each record its length (uint32, big-endian), CRC-32C (Castagnoli, reflected, initial value and final
/// exclusive-or all ones; uint32, big-endian) over length and record, and the record.</summary>
internal static class ChainFrame
{
    /// <summary>Of length and checksum.</summary>
    public const int HeaderLength = 2 * sizeof(uint);

    /// <summary>First bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "SGNCHN1\n"u8;

    public static byte[] Write(ReadOnlySpan<byte> record)
    {
        var frame = new byte[HeaderLength + record.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, record.Length);
        record.CopyTo(frame.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(sizeof(uint)), Checksum(frame.AsSpan(0, sizeof(uint)), record));
        return frame;
    }

    /// <summary>The record of the frame that begins <paramref name="rest"/>; null when there is none.</summary>
    public static ReadOnlyMemory<byte>? Read(ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < HeaderLength) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        if (length is 0 or > UnitRecords.LongestRecord || rest.Length < HeaderLength + length) return null;
        var record = rest.Slice(HeaderLength, (int)length);
        if (BinaryPrimitives.ReadUInt32BigEndian(rest.Span[sizeof(uint)..]) != Checksum(rest.Span[..sizeof(uint)], record.Span)) return null;
        return record;
    }

    /// <summary>
    /// Whether what stands behind the last whole frame may be one whose writing was cut off: zeros, or less than a longest frame that says it goes to the end of the file or
    /// beyond, with no whole frame anywhere in it. Records are written one at a time, so that no more than one can be torn.
    /// </summary>
    public static bool IsTorn(ReadOnlyMemory<byte> rest)
    {
        if (rest.Length > HeaderLength + UnitRecords.LongestRecord) return false;
        if (!rest.Span.ContainsAnyExcept((byte)0) || rest.Length < HeaderLength) return true;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        if (length is 0 or > UnitRecords.LongestRecord || HeaderLength + length < rest.Length) return false;
        for (var i = 1; i < rest.Length; i++)
        {
            if (Read(rest[i..]) is not null) return false;
        }

        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> length, ReadOnlySpan<byte> record)
    {
        var crc = uint.MaxValue;
        foreach (var value in length) crc = BitOperations.Crc32C(crc, value);
        foreach (var value in record) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
