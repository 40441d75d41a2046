using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Signpost.AuditLog;

/// <summary>Ed25519 (RFC 8032), which the platform has not. The only use of the library that has it, and it has no state: a program that signs no notes carries none
/// of it when it is trimmed.</summary>
internal static class Ed25519
{
    public const int SeedLength = 32;
    public const int PublicKeyLength = 32;
    public const int SignatureLength = 64;

    public static byte[] PublicKey(byte[] seed)
    {
        var key = new byte[PublicKeyLength];
        Curve.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }

    public static byte[] Sign(byte[] seed, byte[] message)
    {
        var signature = new byte[SignatureLength];
        Curve.Sign(seed, 0, message, 0, message.Length, signature, 0);
        return signature;
    }

    public static bool Verify(byte[] publicKey, byte[] message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength && Curve.Verify(signature.ToArray(), 0, publicKey, 0, message, 0, message.Length);
}
