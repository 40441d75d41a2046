using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>ECDSA over NIST P-256 with SHA-256: the one signature algorithm in this system (COSE ES256).</summary>
public static class P256
{
    /// <summary>Bytes of a signature: r || s, big-endian, 32 bytes each (IEEE P1363, RFC 9053 §2.1).</summary>
    public const int SignatureLength = 64;

    private const int PointLength = 65;

    // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 66 bytes, 0 unused bits } (RFC 5480).
    private static ReadOnlySpan<byte> InfoPrefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];

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

    /// <summary>A signature in the form of X.509 and WebAuthn (DER, SEQUENCE of r and s) as r || s.</summary>
    /// <returns>64 bytes; null when it is not the one encoding of two numbers of at most 32 bytes.</returns>
    public static byte[]? TryReadDerSignature(ReadOnlySpan<byte> der)
    {
        var signature = new byte[SignatureLength];
        try
        {
            AsnDecoder.ReadSequence(der, AsnEncodingRules.DER, out var start, out var length, out var consumed);
            if (consumed != der.Length) return null;
            var content = der.Slice(start, length);
            for (var half = 0; half < SignatureLength; half += 32)
            {
                var number = AsnDecoder.ReadIntegerBytes(content, AsnEncodingRules.DER, out var read);
                content = content[read..];
                if (number[0] >= 0x80) return null;
                if (number[0] == 0) number = number[1..];
                if (number.Length is 0 or > 32) return null;
                number.CopyTo(signature.AsSpan(half + 32 - number.Length));
            }

            return content.IsEmpty ? signature : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Reads a P-256 public key from its SubjectPublicKeyInfo (DER, named curve, uncompressed point, nothing after it). One key has one
    /// encoding here: a
    /// second one would pass for a second person's.</summary>
    /// <returns>The key, which the caller disposes; null when the bytes are anything else.</returns>
    public static ECDsa? TryImportPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (subjectPublicKeyInfo.Length != InfoPrefix.Length + PointLength || !subjectPublicKeyInfo.StartsWith(InfoPrefix)) return null;
        var point = subjectPublicKeyInfo[InfoPrefix.Length..];
        if (point[0] != 4) return null;
        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal static bool IsP256(ECAlgorithm key) =>
        key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: "1.2.840.10045.3.1.7" };
}
