using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Signpost.AuditLog;

/// <summary>Digest of something personal: the record proves later what it was, to whoever has the salt, and shows nothing to anybody else.</summary>
public static class SaltedDigest
{
    /// <summary>Bytes of a salt, random and used once.</summary>
    public const int SaltLength = 16;

    /// <summary>SHA-256 over the salt, then each field as length (uint32, big-endian) and bytes.</summary>
    /// <exception cref="ArgumentException">The salt has not 16 bytes.</exception>
    public static byte[] Compute(ReadOnlySpan<byte> salt, params IEnumerable<ReadOnlyMemory<byte>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (salt.Length != SaltLength) throw new ArgumentException($"A salt has {SaltLength} bytes, not {salt.Length}.", nameof(salt));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
            hash.AppendData(length);
            hash.AppendData(field.Span);
        }

        return hash.GetHashAndReset();
    }
}
