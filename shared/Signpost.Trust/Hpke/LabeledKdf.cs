using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>LabeledExtract and LabeledExpand of RFC 9180 §4 over HKDF-SHA256, bound to one suite id.</summary>
internal sealed class LabeledKdf(byte[] suiteId)
{
    public const int HashLength = 32;

    private static readonly HashAlgorithmName Hash = HashAlgorithmName.SHA256;

    public void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> keyMaterial, Span<byte> output)
    {
        byte[] labelled = [.. "HPKE-v1"u8, .. suiteId, .. label, .. keyMaterial];
        try
        {
            HKDF.Extract(Hash, labelled, salt, output);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(labelled);
        }
    }

    public void Expand(ReadOnlySpan<byte> pseudorandomKey, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)output.Length);
        HKDF.Expand(Hash, pseudorandomKey, output, [.. length, .. "HPKE-v1"u8, .. suiteId, .. label, .. info]);
    }
}
