using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>One direction of an HPKE session in base mode (RFC 9180 §5.1, §5.2): HKDF-SHA256, AES-128-GCM. Not thread-safe.</summary>
internal sealed class HpkeContext : IDisposable
{
    public const int TagLength = 16;
    private const int KeyLength = 16;
    private const int NonceLength = 12;
    private const byte BaseMode = 0;

    // KEM 0x0010, KDF 0x0001, AEAD 0x0001.
    private static readonly LabeledKdf Kdf = new([.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, 0x01]);

    private readonly byte[] baseNonce = new byte[NonceLength];
    private readonly byte[] exporterSecret = new byte[LabeledKdf.HashLength];
    private readonly AesGcm aead;
    private ulong sequence;

    /// <summary>KeySchedule with the default (empty) pre-shared key.</summary>
    public HpkeContext(ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info)
    {
        Span<byte> context = stackalloc byte[1 + (2 * LabeledKdf.HashLength)];
        Span<byte> secret = stackalloc byte[LabeledKdf.HashLength];
        Span<byte> key = stackalloc byte[KeyLength];
        context[0] = BaseMode;
        Kdf.Extract([], "psk_id_hash"u8, [], context[1..33]);
        Kdf.Extract([], "info_hash"u8, info, context[33..]);
        Kdf.Extract(sharedSecret, "secret"u8, [], secret);
        Kdf.Expand(secret, "key"u8, context, key);
        Kdf.Expand(secret, "base_nonce"u8, context, baseNonce);
        Kdf.Expand(secret, "exp"u8, context, exporterSecret);
        aead = new AesGcm(key, TagLength);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>ContextS.Seal.</summary>
    /// <returns>Ciphertext and tag.</returns>
    public byte[] Seal(ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> plaintext)
    {
        var output = new byte[plaintext.Length + TagLength];
        aead.Encrypt(Nonce(), plaintext, output.AsSpan(0, plaintext.Length), output.AsSpan(plaintext.Length), additionalData);
        sequence = checked(sequence + 1);
        return output;
    }

    /// <summary>ContextR.Open into <paramref name="plaintext"/>, which is <see cref="TagLength"/> shorter than
    /// <paramref name="ciphertext"/>.</summary>
    /// <returns>False, and zeroes, when anything was altered; the sequence then stays where it was.</returns>
    public bool TryOpen(ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        if (ciphertext.Length < TagLength || plaintext.Length != ciphertext.Length - TagLength) return false;
        try
        {
            aead.Decrypt(Nonce(), ciphertext[..^TagLength], ciphertext[^TagLength..], plaintext, additionalData);
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }

        sequence = checked(sequence + 1);
        return true;
    }

    /// <summary>Context.Export (RFC 9180 §5.3).</summary>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length)
    {
        var output = new byte[length];
        Kdf.Expand(exporterSecret, "sec"u8, exporterContext, output);
        return output;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        aead.Dispose();
        CryptographicOperations.ZeroMemory(baseNonce);
        CryptographicOperations.ZeroMemory(exporterSecret);
    }

    private byte[] Nonce()
    {
        var nonce = baseNonce.AsSpan().ToArray();
        var low = nonce.AsSpan(NonceLength - sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ sequence);
        return nonce;
    }
}
