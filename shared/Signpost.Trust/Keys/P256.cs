using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>ECDSA over NIST P-256 with SHA-256: the one signature algorithm in this system (COSE ES256).</summary>
public static class P256
{
    /// <summary>Bytes of a signature: r || s, big-endian, 32 bytes each (IEEE P1363, RFC 9053 §2.1).</summary>
    public const int SignatureLength = 64;

    /// <summary>A new key pair. The caller disposes it.</summary>
    public static ECDsa CreateKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Signs SHA-256 of <paramref name="data"/>.</summary>
    /// <returns>r || s, 64 bytes.</returns>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Whether <paramref name="signature"/> (r || s, 64 bytes) over <paramref name="data"/> is by <paramref name="key"/>.</summary>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        return signature.Length == SignatureLength
            && key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Reads a P-256 public key from its SubjectPublicKeyInfo (DER, nothing after it).</summary>
    /// <returns>The key, which the caller disposes; null when the bytes are anything else.</returns>
    public static ECDsa? TryImportPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);
            // One key has one encoding here: a second one would pass for a second person's.
            if (read == subjectPublicKeyInfo.Length && IsP256(key) && key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(subjectPublicKeyInfo))
                return key;
        }
        catch (CryptographicException)
        {
        }

        key.Dispose();
        return null;
    }

    internal static bool IsP256(ECAlgorithm key) =>
        key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: "1.2.840.10045.3.1.7" };
}
