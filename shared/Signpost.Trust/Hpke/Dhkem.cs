using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>DHKEM(P-256, HKDF-SHA256), KEM id 0x0010 (RFC 9180 §4.1), on the platform's ECDH.</summary>
internal static class Dhkem
{
    public const int SecretLength = 32;

    private static readonly LabeledKdf Kdf = new([.. "KEM"u8, 0x00, 0x10]);

    /// <summary>Encap with an ephemeral key of the caller's; for anything but test vectors a fresh one each time.</summary>
    /// <returns>enc, 65 bytes.</returns>
    public static byte[] Encapsulate(ECDiffieHellman recipient, ECDiffieHellman ephemeral, Span<byte> sharedSecret)
    {
        var encapsulated = HpkePublicKey.Export(ephemeral);
        Derive(ephemeral, recipient, encapsulated, HpkePublicKey.Export(recipient), sharedSecret);
        return encapsulated;
    }

    /// <summary>Decap; false when <paramref name="encapsulated"/> is not a point on the curve.</summary>
    public static bool TryDecapsulate(ECDiffieHellman recipient, ReadOnlySpan<byte> encapsulated, Span<byte> sharedSecret)
    {
        using var ephemeral = HpkePublicKey.TryImport(encapsulated);
        if (ephemeral is null) return false;
        Derive(recipient, ephemeral, encapsulated, HpkePublicKey.Export(recipient), sharedSecret);
        return true;
    }

    /// <summary>DeriveKeyPair (RFC 9180 §7.1.3): a key pair from at least 32 bytes of keying material.</summary>
    public static ECDiffieHellman DeriveKeyPair(ReadOnlySpan<byte> keyMaterial)
    {
        Span<byte> pseudorandomKey = stackalloc byte[LabeledKdf.HashLength];
        Kdf.Extract([], "dkp_prk"u8, keyMaterial, pseudorandomKey);
        var scalar = new byte[SecretLength];
        for (var counter = 0; counter < 256; counter++)
        {
            Kdf.Expand(pseudorandomKey, "candidate"u8, [(byte)counter], scalar);
            if (TryImportPrivateKey(scalar) is { } key)
            {
                CryptographicOperations.ZeroMemory(scalar);
                CryptographicOperations.ZeroMemory(pseudorandomKey);
                return key;
            }
        }

        throw new CryptographicException("DeriveKeyPair found no scalar in 256 attempts.");
    }

    // The platform computes the point of a scalar, and refuses zero and what is not below the order.
    private static ECDiffieHellman? TryImportPrivateKey(byte[] scalar)
    {
        try
        {
            return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static void Derive(
        ECDiffieHellman own, ECDiffieHellman other, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> recipient, Span<byte> sharedSecret)
    {
        using var otherPublic = other.PublicKey;
        var agreement = own.DeriveRawSecretAgreement(otherPublic);
        Span<byte> pseudorandomKey = stackalloc byte[LabeledKdf.HashLength];
        try
        {
            Kdf.Extract([], "eae_prk"u8, agreement, pseudorandomKey);
            Kdf.Expand(pseudorandomKey, "shared_secret"u8, [.. encapsulated, .. recipient], sharedSecret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(agreement);
            CryptographicOperations.ZeroMemory(pseudorandomKey);
        }
    }
}
