using Google.Protobuf;

namespace Signpost.Contracts;

/// <summary>UUIDs on the wire: 16 bytes, big-endian (RFC 9562 order), never the mixed-endian layout of <see cref="Guid.ToByteArray()"/>.</summary>
public static class WireId
{
    /// <summary>Bytes of a UUID on the wire.</summary>
    public const int Length = 16;

    /// <summary>The 16 bytes of <paramref name="id"/>.</summary>
    public static ByteString From(Guid id) => ByteString.CopyFrom(ToBytes(id));

    /// <summary>The 16 bytes of <paramref name="id"/>.</summary>
    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>Reads a UUID; false when <paramref name="bytes"/> is not 16 bytes long or all zero.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Guid id)
    {
        id = bytes.Length == Length ? new Guid(bytes, bigEndian: true) : Guid.Empty;
        return id != Guid.Empty;
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out Guid)"/>
    public static bool TryRead(ByteString bytes, out Guid id)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return TryRead(bytes.Span, out id);
    }
}
