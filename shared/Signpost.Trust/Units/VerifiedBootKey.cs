using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A boot key that the unit's signing key vouches for.</summary>
public sealed class VerifiedBootKey
{
    private VerifiedBootKey(string unitId, byte[] publicKey)
    {
        UnitId = unitId;
        PublicKey = publicKey;
    }

    /// <summary>Whose it is.</summary>
    public string UnitId { get; }

    /// <summary>Uncompressed P-256 point, 65 bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Verifies a boot key.</summary>
    /// <param name="certificate">As the unit sent it.</param>
    /// <param name="unitId">The unit, as its TLS certificate names it.</param>
    /// <param name="signingPublicKey">SubjectPublicKeyInfo (DER, P-256) that the unit enrolled.</param>
    /// <returns>The key, or: Malformed (no point on the curve), BadSignature.</returns>
    public static Result<VerifiedBootKey> Verify(CertifiedBootKey? certificate, string unitId, ReadOnlyMemory<byte> signingPublicKey)
    {
        if (certificate is null || !HpkePublicKey.IsValid(certificate.PublicKey.Span))
            return new Refusal(RefusalReason.Malformed, "The boot key is not an uncompressed P-256 point of 65 bytes.");
        using var key = P256.TryImportPublicKey(signingPublicKey.Span);
        return key is not null && P256.Verify(key, ToBeSigned(unitId, certificate.PublicKey.Span), certificate.Signature.Span)
            ? new VerifiedBootKey(unitId, certificate.PublicKey.ToByteArray())
            : new Refusal(RefusalReason.BadSignature, $"The boot key is not signed by '{unitId}'.");
    }

    internal static byte[] ToBeSigned(string unitId, ReadOnlySpan<byte> publicKey) =>
        [.. "signpost boot key v1"u8, .. Identifier.Encode(unitId), .. publicKey];
}
