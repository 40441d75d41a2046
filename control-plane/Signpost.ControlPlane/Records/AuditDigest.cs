using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Signpost.ControlPlane.Records;

/// <summary>Salted digest of personal fields, so that the record can prove what was seen or changed without holding it.</summary>
internal static class AuditDigest
{
    public const int SaltLength = 16;

    /// <summary>SHA-256 over salt, then each field as length (uint32, big-endian) and bytes.</summary>
    public static byte[] Compute(ReadOnlySpan<byte> salt, IEnumerable<byte[]> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
            hash.AppendData(length);
            hash.AppendData(field);
        }

        return hash.GetHashAndReset();
    }

    public static byte[] Field(string value) => Encoding.UTF8.GetBytes(value);
}
