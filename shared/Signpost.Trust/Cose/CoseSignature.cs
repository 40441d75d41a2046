namespace Signpost.Trust;

/// <summary>One signature of a COSE structure.</summary>
/// <param name="KeyId">Who signed: an officer's id, a unit's id or "root".</param>
/// <param name="Bytes">r || s, 64 bytes.</param>
/// <param name="Passkey">What a passkey signed besides; null for a key file's signature.</param>
internal sealed record CoseSignature(string KeyId, ReadOnlyMemory<byte> Bytes, PasskeyEvidence? Passkey = null)
{
    public SignerAlgorithm Algorithm => Passkey is null ? SignerAlgorithm.Es256 : SignerAlgorithm.Es256Passkey;
}

/// <summary>COSE algorithm identifiers.</summary>
internal enum SignerAlgorithm
{
    /// <summary>ECDSA with SHA-256 over the Sig_structure (RFC 9053 §2.1).</summary>
    Es256 = -7,

    /// <summary>The same by a WebAuthn authenticator: over authenticator data and the digest of client data, whose challenge is made of the Sig_structure's digest. From
    /// the range for private use (RFC 9053 §11, below -65536).</summary>
    Es256Passkey = -65_600,
}
