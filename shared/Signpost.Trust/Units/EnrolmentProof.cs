using System.Security.Cryptography;
using System.Text;

namespace Signpost.Trust;

/// <summary>Shows that whoever enrols holds the signing key they present, for this claim token and this certificate request.</summary>
public static class EnrolmentProof
{
    /// <summary>Signs token and request; the unit's side.</summary>
    /// <param name="signingKey">The unit's signing key, P-256.</param>
    /// <param name="claimToken">As given to the field engineer.</param>
    /// <param name="identityRequest">PKCS#10, DER.</param>
    /// <returns>r || s, 64 bytes.</returns>
    public static byte[] Create(ECDsa signingKey, string claimToken, ReadOnlySpan<byte> identityRequest) =>
        P256.Sign(signingKey, ToBeSigned(claimToken, identityRequest));

    /// <summary>Whether <paramref name="proof"/> is by the key in <paramref name="signingPublicKey"/> (SubjectPublicKeyInfo, DER, P-256); the
    /// control plane's side.</summary>
    public static bool Verify(ReadOnlySpan<byte> signingPublicKey, string claimToken, ReadOnlySpan<byte> identityRequest, ReadOnlySpan<byte> proof)
    {
        using var key = P256.TryImportPublicKey(signingPublicKey);
        return key is not null && P256.Verify(key, ToBeSigned(claimToken, identityRequest), proof);
    }

    /// <summary>The same for the renewal of a certificate: a TLS key alone renews nothing.</summary>
    /// <returns>r || s, 64 bytes.</returns>
    public static byte[] CreateForRenewal(ECDsa signingKey, string unitId, ReadOnlySpan<byte> identityRequest) =>
        P256.Sign(signingKey, RenewalToBeSigned(unitId, identityRequest));

    /// <summary>Whether a renewal's proof is by the signing key that the unit enrolled.</summary>
    public static bool VerifyRenewal(ReadOnlySpan<byte> signingPublicKey, string unitId, ReadOnlySpan<byte> identityRequest, ReadOnlySpan<byte> proof)
    {
        using var key = P256.TryImportPublicKey(signingPublicKey);
        return key is not null && P256.Verify(key, RenewalToBeSigned(unitId, identityRequest), proof);
    }

    private static byte[] RenewalToBeSigned(string unitId, ReadOnlySpan<byte> identityRequest) =>
        [.. "signpost renewal v1"u8, .. SHA256.HashData(Encoding.UTF8.GetBytes(unitId)), .. SHA256.HashData(identityRequest)];

    private static byte[] ToBeSigned(string claimToken, ReadOnlySpan<byte> identityRequest) =>
        [.. "signpost enrolment v1"u8, .. SHA256.HashData(Encoding.UTF8.GetBytes(claimToken)), .. SHA256.HashData(identityRequest)];
}
