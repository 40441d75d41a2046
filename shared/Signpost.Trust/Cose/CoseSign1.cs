using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>COSE_Sign1 (RFC 9052 §4.2, tag 18): one signer. Algorithm, content type and key id stand in the protected header; the unprotected one
/// is empty.</summary>
internal static class CoseSign1
{
    private const ulong Tag = 18;

    /// <summary>Signs <paramref name="payload"/>.</summary>
    public static byte[] Sign(string contentType, string keyId, ReadOnlySpan<byte> payload, ECDsa key)
    {
        var signature = P256.Sign(key, ToBeSigned(contentType, keyId, payload));
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag((CborTag)Tag);
        writer.WriteStartArray(4);
        writer.WriteByteString(CoseEncoding.Headers(contentType, keyId));
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a structure of the given content type; verifies nothing.</summary>
    public static Result<CoseMessage> Read(ReadOnlyMemory<byte> message, string contentType) =>
        CoseEncoding.Read(message, "COSE_Sign1", reader =>
        {
            CoseEncoding.Expect((ulong)reader.ReadTag() == Tag, "the tag is not 18");
            CoseEncoding.Expect(reader.ReadStartArray() == 4, "not four elements");
            var (keyId, _) = CoseEncoding.ReadHeaders(reader.ReadByteString(), contentType, signer: true);
            CoseEncoding.ReadEmptyMap(reader);
            var payload = reader.ReadByteString();
            var signature = CoseEncoding.ReadSignature(reader);
            reader.ReadEndArray();
            return new CoseMessage(payload, [new CoseSignature(keyId, signature)], (signer, _) => ToBeSigned(contentType, signer, payload));
        });

    private static byte[] ToBeSigned(string contentType, string keyId, ReadOnlySpan<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(CoseEncoding.Headers(contentType, keyId));
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
