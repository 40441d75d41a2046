using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>A COSE structure that was read and is not verified yet.</summary>
/// <param name="Payload">The verbatim payload, a view of the message.</param>
/// <param name="Signatures">As they came: one for COSE_Sign1, any number for COSE_Sign.</param>
/// <param name="ToBeSigned">The bytes that the signer with a key id has signed, by an algorithm.</param>
internal sealed record CoseMessage(ReadOnlyMemory<byte> Payload, IReadOnlyList<CoseSignature> Signatures, Func<string, SignerAlgorithm, byte[]> ToBeSigned)
{
    public bool IsSignedBy(CoseSignature signature, ECDsa key) => P256.Verify(key, ToBeSigned(signature.KeyId, signature.Algorithm), signature.Bytes.Span);
}
