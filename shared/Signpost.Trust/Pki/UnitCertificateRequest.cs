using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A unit's request for a TLS identity: PKCS#10, DER, P-256.</summary>
public static class UnitCertificateRequest
{
    private const int MaximumLength = 16 * 1024;

    /// <summary>The request for <paramref name="identityKey"/>. Its subject is a placeholder: the control plane names the unit.</summary>
    public static byte[] Create(ECDsa identityKey) =>
        new CertificateRequest(CertificateProfile.Name("unit"), identityKey, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>Whether a certificate can be issued for a request.</summary>
    /// <returns>Null, or: Malformed, BadSignature (the request does not prove possession), WrongKey (not P-256).</returns>
    public static Refusal? Check(ReadOnlyMemory<byte> signingRequest) => ReadKey(signingRequest).Refusal;

    internal static Result<PublicKey> ReadKey(ReadOnlyMemory<byte> signingRequest)
    {
        if (signingRequest.Length > MaximumLength)
            return new Refusal(RefusalReason.Malformed, $"Certificate request: {signingRequest.Length} bytes, at most {MaximumLength} are read.");
        CertificateRequest request;
        try
        {
            request = CertificateRequest.LoadSigningRequest(
                signingRequest.Span, HashAlgorithmName.SHA256, out var read, CertificateRequestLoadOptions.SkipSignatureValidation);
            if (read != signingRequest.Length) return new Refusal(RefusalReason.Malformed, "Certificate request: there are bytes after its end.");
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or ArgumentException)
        {
            return new Refusal(RefusalReason.Malformed, "Certificate request: not PKCS#10.");
        }

        if (!IsP256(request.PublicKey)) return new Refusal(RefusalReason.WrongKey, "Certificate request: the key is not P-256.");
        try
        {
            CertificateRequest.LoadSigningRequest(signingRequest.ToArray(), HashAlgorithmName.SHA256);
            return request.PublicKey;
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or ArgumentException)
        {
            return new Refusal(RefusalReason.BadSignature, "Certificate request: not signed by its own key.");
        }
    }

    private static bool IsP256(PublicKey publicKey)
    {
        using var key = P256.TryImportPublicKey(publicKey.ExportSubjectPublicKeyInfo());
        return key is not null;
    }
}
