using System.Formats.Cbor;

namespace Signpost.Trust;

/// <summary>COSE_Sign (RFC 9052 §4.1, tag 98): several signers over one payload. The content type stands in the protected body header, algorithm
/// and key id in each signer's protected header; unprotected headers are empty, but for what a passkey signed besides.</summary>
internal static class CoseSign
{
    private const ulong Tag = 98;

    /// <summary>The Sig_structure (RFC 9052 §4.4) that a signer signs.</summary>
    public static byte[] ToBeSigned(string contentType, string keyId, ReadOnlySpan<byte> payload, SignerAlgorithm algorithm = SignerAlgorithm.Es256)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(5);
        writer.WriteTextString("Signature");
        writer.WriteByteString(CoseEncoding.Headers(contentType, keyId: null));
        writer.WriteByteString(CoseEncoding.Headers(contentType: null, keyId, algorithm));
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Puts a payload and its signatures together.</summary>
    public static byte[] Assemble(string contentType, ReadOnlySpan<byte> payload, IReadOnlyList<CoseSignature> signatures)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag((CborTag)Tag);
        writer.WriteStartArray(4);
        writer.WriteByteString(CoseEncoding.Headers(contentType, keyId: null));
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteStartArray(signatures.Count);
        foreach (var signature in signatures)
        {
            writer.WriteStartArray(3);
            writer.WriteByteString(CoseEncoding.Headers(contentType: null, signature.KeyId, signature.Algorithm));
            CoseEncoding.WriteEvidence(writer, signature.Passkey);
            writer.WriteByteString(signature.Bytes.Span);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a structure of the given content type; verifies nothing.</summary>
    public static Result<CoseMessage> Read(ReadOnlyMemory<byte> message, string contentType) =>
        CoseEncoding.Read(message, "COSE_Sign", reader =>
        {
            CoseEncoding.Expect((ulong)reader.ReadTag() == Tag, "the tag is not 98");
            CoseEncoding.Expect(reader.ReadStartArray() == 4, "not four elements");
            CoseEncoding.ReadHeaders(reader.ReadByteString(), contentType, signer: false);
            CoseEncoding.ReadEmptyMap(reader);
            var payload = reader.ReadByteString();
            var signatures = new List<CoseSignature>();
            reader.ReadStartArray();
            while (reader.PeekState() != CborReaderState.EndArray)
            {
                CoseEncoding.Expect(reader.ReadStartArray() == 3, "a signature has not three elements");
                var (keyId, algorithm) = CoseEncoding.ReadHeaders(reader.ReadByteString(), contentType: null, signer: true);
                var evidence = CoseEncoding.ReadEvidence(reader, algorithm);
                signatures.Add(new CoseSignature(keyId, CoseEncoding.ReadSignature(reader), evidence));
                reader.ReadEndArray();
            }

            reader.ReadEndArray();
            reader.ReadEndArray();
            return new CoseMessage(payload, signatures, (keyId, algorithm) => ToBeSigned(contentType, keyId, payload, algorithm));
        });
}
