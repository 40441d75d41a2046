namespace Signpost.Trust;

/// <summary>One signature of a COSE structure.</summary>
/// <param name="KeyId">Who signed: an officer's id, a unit's id or "root".</param>
/// <param name="Bytes">r || s, 64 bytes.</param>
internal sealed record CoseSignature(string KeyId, ReadOnlyMemory<byte> Bytes);
