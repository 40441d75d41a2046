using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>HPKE (RFC 9180), base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Every message has a key of its own.</summary>
internal static class Hpke
{
    /// <summary>SealBase (RFC 9180 §6.1).</summary>
    /// <exception cref="ArgumentException"><paramref name="recipient"/> is not a valid public key; callers check theirs beforehand.</exception>
    public static HpkeMessage Seal(
        ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> plaintext)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var context = SetupSender(recipient, info, ephemeral, out var encapsulated);
        return new HpkeMessage(encapsulated, context.Seal(additionalData, plaintext));
    }

    /// <summary>OpenBase (RFC 9180 §6.1) into <paramref name="plaintext"/>; false, and zeroes, when the message is not for this key or was
    /// altered.</summary>
    public static bool TryOpen(
        ECDiffieHellman recipient,
        ReadOnlySpan<byte> encapsulated,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> additionalData,
        ReadOnlySpan<byte> ciphertext,
        Span<byte> plaintext)
    {
        using var context = TrySetupReceiver(recipient, encapsulated, info);
        return context is not null && context.TryOpen(additionalData, ciphertext, plaintext);
    }

    /// <summary>SetupBaseS (RFC 9180 §5.1.1) with an ephemeral key of the caller's.</summary>
    public static HpkeContext SetupSender(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> info, ECDiffieHellman ephemeral, out byte[] encapsulated)
    {
        using var recipientKey = HpkePublicKey.TryImport(recipient)
            ?? throw new ArgumentException("Not an uncompressed P-256 point of 65 bytes.", nameof(recipient));
        Span<byte> sharedSecret = stackalloc byte[Dhkem.SecretLength];
        encapsulated = Dhkem.Encapsulate(recipientKey, ephemeral, sharedSecret);
        var context = new HpkeContext(sharedSecret, info);
        CryptographicOperations.ZeroMemory(sharedSecret);
        return context;
    }

    /// <summary>SetupBaseR (RFC 9180 §5.1.1); null when <paramref name="encapsulated"/> is not a point on the curve.</summary>
    public static HpkeContext? TrySetupReceiver(ECDiffieHellman recipient, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> info)
    {
        Span<byte> sharedSecret = stackalloc byte[Dhkem.SecretLength];
        if (!Dhkem.TryDecapsulate(recipient, encapsulated, sharedSecret)) return null;
        var context = new HpkeContext(sharedSecret, info);
        CryptographicOperations.ZeroMemory(sharedSecret);
        return context;
    }
}
