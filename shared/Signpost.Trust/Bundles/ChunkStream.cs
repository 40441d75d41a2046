using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Signpost.Trust;

/// <summary>AES-128-GCM in chunks, after STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): every chunk is authenticated with its position, the
/// last one
/// also as the last, so that cutting off, appending, swapping and repeating are found. A key serves one stream.</summary>
internal static class ChunkStream
{
    /// <summary>Plaintext bytes of every chunk but the last, which has 1 to this many (or none, when the whole stream is empty).</summary>
    public const int ChunkLength = 64 * 1024;

    public const int TagLength = 16;
    private const int NonceLength = 12;

    /// <summary>Bytes that <paramref name="plaintextLength"/> bytes become.</summary>
    public static long CiphertextLength(long plaintextLength) =>
        plaintextLength + (TagLength * Math.Max(1, (plaintextLength + ChunkLength - 1) / ChunkLength));

    /// <summary>The reverse; false when no stream has that length.</summary>
    public static bool TryPlaintextLength(long ciphertextLength, out long plaintextLength)
    {
        const int sealedChunk = ChunkLength + TagLength;
        var chunks = (ciphertextLength + sealedChunk - 1) / sealedChunk;
        plaintextLength = ciphertextLength - (chunks * TagLength);
        return plaintextLength >= 0 && CiphertextLength(plaintextLength) == ciphertextLength;
    }

    /// <summary>Encrypts everything to <paramref name="output"/>.</summary>
    /// <param name="key">16 bytes, used for nothing else.</param>
    /// <param name="plaintext">All of it.</param>
    /// <param name="output">Receives the chunks, one write each.</param>
    /// <param name="digest">Is fed every ciphertext byte.</param>
    public static void Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext, Stream output, IncrementalHash digest)
    {
        using var aead = new AesGcm(key, TagLength);
        var buffer = new byte[ChunkLength + TagLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        for (ulong index = 0; ; index++)
        {
            var length = Math.Min(ChunkLength, plaintext.Length);
            var last = length == plaintext.Length;
            WriteNonce(nonce, index, last);
            aead.Encrypt(nonce, plaintext[..length], buffer.AsSpan(0, length), buffer.AsSpan(length, TagLength));
            var chunk = buffer.AsSpan(0, length + TagLength);
            digest.AppendData(chunk);
            output.Write(chunk);
            if (last) return;
            plaintext = plaintext[length..];
        }
    }

    /// <summary>Decrypts a whole stream; the plaintext counts only when this returns null.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="input">Read up to its end.</param>
    /// <param name="plaintext">Exactly as long as the content; zeroed on failure.</param>
    /// <param name="digest">Is fed every ciphertext byte read.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Decrypt(ReadOnlySpan<byte> key, Stream input, Span<byte> plaintext, IncrementalHash digest)
    {
        var failure = DecryptChunks(key, input, plaintext, digest);
        if (failure is not null) CryptographicOperations.ZeroMemory(plaintext);
        return failure;
    }

    private static string? DecryptChunks(ReadOnlySpan<byte> key, Stream input, Span<byte> plaintext, IncrementalHash digest)
    {
        using var aead = new AesGcm(key, TagLength);
        var buffer = new byte[ChunkLength + TagLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        for (ulong index = 0; ; index++)
        {
            var length = Math.Min(ChunkLength, plaintext.Length);
            var last = length == plaintext.Length;
            var chunk = buffer.AsSpan(0, length + TagLength);
            if (input.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length) return $"chunk {index} is cut off";
            digest.AppendData(chunk);
            WriteNonce(nonce, index, last);
            try
            {
                aead.Decrypt(nonce, chunk[..length], chunk[length..], plaintext[..length]);
            }
            catch (AuthenticationTagMismatchException)
            {
                return $"chunk {index} does not open";
            }

            if (last) return input.ReadByte() < 0 ? null : "there is something after the last chunk";
            plaintext = plaintext[length..];
        }
    }

    // An 11-byte big-endian counter and the flag of the last chunk.
    private static void WriteNonce(Span<byte> nonce, ulong index, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce[3..11], index);
        nonce[11] = last ? (byte)1 : (byte)0;
    }
}
