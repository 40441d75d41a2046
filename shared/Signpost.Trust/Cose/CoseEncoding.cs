using System.Formats.Cbor;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>What COSE_Sign and COSE_Sign1 share: header maps, and reading in the one encoding that is accepted.</summary>
internal static class CoseEncoding
{
    /// <summary>A longer message is refused unread.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    private const int Algorithm = 1;
    private const int ContentType = 3;
    private const int KeyId = 4;

    /// <summary>Header parameter for private use (RFC 9052 §11, below -65536).</summary>
    private const int Evidence = -65_601;

    /// <summary>A header map: the algorithm and the key id of a signer, the content type of a body, or all three.</summary>
    public static byte[] Headers(string? contentType, string? keyId, SignerAlgorithm algorithm = SignerAlgorithm.Es256)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap((keyId is null ? 0 : 2) + (contentType is null ? 0 : 1));
        if (keyId is not null)
        {
            writer.WriteInt32(Algorithm);
            writer.WriteInt32((int)algorithm);
        }

        if (contentType is not null)
        {
            writer.WriteInt32(ContentType);
            writer.WriteTextString(contentType);
        }

        if (keyId is not null)
        {
            writer.WriteInt32(KeyId);
            writer.WriteByteString(Identifier.Encode(keyId));
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads a protected header map and accepts only what <see cref="Headers"/> writes.</summary>
    /// <returns>The key id and the algorithm when <paramref name="signer"/>, else an empty text.</returns>
    public static (string KeyId, SignerAlgorithm Algorithm) ReadHeaders(byte[] headers, string? contentType, bool signer)
    {
        var reader = new CborReader(headers, CborConformanceMode.Canonical);
        Expect(reader.ReadStartMap() == (signer ? 2 : 0) + (contentType is null ? 0 : 1), "a protected header holds other entries than expected");
        var algorithm = SignerAlgorithm.Es256;
        if (signer)
        {
            Expect(reader.ReadInt32() == Algorithm, "there is no algorithm");
            algorithm = (SignerAlgorithm)reader.ReadInt32();
            // Where the content type stands beside it there is one signer, who is never a person with a passkey.
            Expect(algorithm == SignerAlgorithm.Es256 || (algorithm == SignerAlgorithm.Es256Passkey && contentType is null), "the algorithm is not ES256");
        }

        if (contentType is not null)
            Expect(reader.ReadInt32() == ContentType && reader.ReadTextString() == contentType, $"the content type is not '{contentType}'");
        string? keyId = "";
        if (signer)
        {
            Expect(reader.ReadInt32() == KeyId, "there is no key id");
            keyId = Identifier.Decode(reader.ReadByteString());
            Expect(keyId is not null, "a key id is not 1 to 64 of a-z, 0-9 and '-'");
        }

        reader.ReadEndMap();
        Expect(reader.BytesRemaining == 0, "a protected header has bytes after its end");
        return (keyId!, algorithm);
    }

    /// <summary>Unprotected headers carry nothing here.</summary>
    public static void ReadEmptyMap(CborReader reader)
    {
        Expect(reader.ReadStartMap() == 0, "an unprotected header is not empty");
        reader.ReadEndMap();
    }

    /// <summary>A signer's unprotected header: nothing, or what a passkey signed besides.</summary>
    public static PasskeyEvidence? ReadEvidence(CborReader reader, SignerAlgorithm algorithm)
    {
        if (algorithm == SignerAlgorithm.Es256)
        {
            ReadEmptyMap(reader);
            return null;
        }

        Expect(reader.ReadStartMap() == 1 && reader.ReadInt32() == Evidence, "a passkey's signature comes without what the passkey signed");
        Expect(reader.ReadStartArray() == 3, "what a passkey signed has not three elements");
        var (data, client, companion) = (reader.ReadByteString(), reader.ReadByteString(), reader.ReadByteString());
        Expect(data.Length == Assertion.AuthenticatorDataLength, $"authenticator data has {data.Length} bytes, not {Assertion.AuthenticatorDataLength}");
        Expect(client.Length <= Assertion.MaximumClientData, $"client data has {client.Length} bytes, at most {Assertion.MaximumClientData} are read");
        Expect(companion.Length == OrderRules.DigestLength, $"the companion's digest has {companion.Length} bytes, not {OrderRules.DigestLength}");
        reader.ReadEndArray();
        reader.ReadEndMap();
        return new PasskeyEvidence(data, client, companion);
    }

    public static void WriteEvidence(CborWriter writer, PasskeyEvidence? evidence)
    {
        writer.WriteStartMap(evidence is null ? 0 : 1);
        if (evidence is not null)
        {
            writer.WriteInt32(Evidence);
            writer.WriteStartArray(3);
            writer.WriteByteString(evidence.AuthenticatorData.Span);
            writer.WriteByteString(evidence.ClientDataJson.Span);
            writer.WriteByteString(evidence.Companion.Span);
            writer.WriteEndArray();
        }

        writer.WriteEndMap();
    }

    public static ReadOnlyMemory<byte> ReadSignature(CborReader reader)
    {
        var signature = reader.ReadByteString();
        Expect(signature.Length == P256.SignatureLength, $"a signature has {signature.Length} bytes, not {P256.SignatureLength}");
        return signature;
    }

    /// <summary>Runs a parser over the whole of <paramref name="message"/>; what it does not expect becomes a refusal.</summary>
    public static Result<CoseMessage> Read(ReadOnlyMemory<byte> message, string what, Func<CborReader, CoseMessage> parse)
    {
        if (message.Length > MaximumLength)
            return new Refusal(RefusalReason.Malformed, $"{what}: {message.Length} bytes, at most {MaximumLength} are read.");
        try
        {
            var reader = new CborReader(message, CborConformanceMode.Canonical);
            var read = parse(reader);
            Expect(reader.BytesRemaining == 0, $"{reader.BytesRemaining} bytes after the end");
            return read;
        }
        catch (Exception e) when (e is UnexpectedCborException or CborContentException or InvalidOperationException or OverflowException)
        {
            var why = e is UnexpectedCborException ? e.Message : "not the expected CBOR in its canonical encoding";
            return new Refusal(RefusalReason.Malformed, $"{what}: {why}.");
        }
    }

    public static void Expect(bool condition, string otherwise)
    {
        if (!condition) throw new UnexpectedCborException(otherwise);
    }

    // Stays inside Read: there it becomes a value.
    private sealed class UnexpectedCborException(string message) : Exception(message);
}
