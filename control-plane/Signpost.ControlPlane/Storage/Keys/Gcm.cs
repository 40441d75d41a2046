using System.Security.Cryptography;

namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>The one layout of everything sealed here: version 1, 12-byte random nonce, ciphertext, 16-byte tag. Version and nonce are authenticated before the context.</summary>
internal static class Gcm
{
    public const byte Version = 1;
    public const int NonceLength = 12;
    public const int TagLength = 16;
    public const int HeaderLength = 1 + NonceLength;
    public const int Overhead = HeaderLength + TagLength;

    public static byte[] NewHeader()
    {
        var header = new byte[HeaderLength];
        header[0] = Version;
        RandomNumberGenerator.Fill(header.AsSpan(1));
        return header;
    }

    public static byte[] Associated(ReadOnlySpan<byte> header, ReadOnlySpan<byte> context) => [.. header, .. context];

    public static byte[] Seal(AesGcm cipher, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var header = NewHeader();
        var whole = new byte[Overhead + plain.Length];
        header.CopyTo(whole, 0);
        cipher.Encrypt(header.AsSpan(1), plain, whole.AsSpan(HeaderLength, plain.Length), whole.AsSpan(HeaderLength + plain.Length), Associated(header, context));
        return whole;
    }

    /// <exception cref="CryptographicException">Not of this form, altered, or sealed with another key or for another context.</exception>
    public static byte[] Open(AesGcm cipher, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> context)
    {
        if (!IsWhole(whole)) throw new CryptographicException("Not sealed in a known form.");
        var plain = new byte[whole.Length - Overhead];
        cipher.Decrypt(
            whole[1..HeaderLength], whole.Slice(HeaderLength, plain.Length), whole[^TagLength..], plain, Associated(whole[..HeaderLength], context));
        return plain;
    }

    public static bool IsWhole(ReadOnlySpan<byte> whole) => whole.Length >= Overhead && whole[0] == Version;
}
