namespace Signpost.Trust;

/// <summary>One sealed message: what single-shot HPKE sends.</summary>
/// <param name="EncapsulatedKey">enc, 65 bytes.</param>
/// <param name="Ciphertext">Ciphertext and 16-byte tag.</param>
internal sealed record HpkeMessage(byte[] EncapsulatedKey, byte[] Ciphertext);
