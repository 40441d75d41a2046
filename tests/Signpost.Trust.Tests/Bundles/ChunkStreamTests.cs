using System.Security.Cryptography;
using CsCheck;

namespace Signpost.Trust.Tests;

public sealed class ChunkStreamTests
{
    private const int SealedChunk = ChunkStream.ChunkLength + ChunkStream.TagLength;
    private static readonly byte[] Key = SHA256.HashData("chunk key"u8)[..16];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ChunkStream.ChunkLength - 1)]
    [InlineData(ChunkStream.ChunkLength)]
    [InlineData(ChunkStream.ChunkLength + 1)]
    [InlineData((3 * ChunkStream.ChunkLength) + 17)]
    public void ChunkStream_AnyLength_SurvivesTheRoundTrip(int length)
    {
        var plaintext = Plaintext(length);
        var ciphertext = Encrypt(plaintext);
        Assert.Equal(ChunkStream.CiphertextLength(length), ciphertext.Length);
        Assert.True(ChunkStream.TryPlaintextLength(ciphertext.Length, out var back));
        Assert.Equal(length, back);
        Assert.Null(Decrypt(ciphertext, length, out var opened));
        Assert.Equal(plaintext, opened);
    }

    [Fact]
    public void Lengths_AnyPlaintext_InvertEachOther() =>
        Gen.Long[0, 1L << 40].Sample(length =>
        {
            Assert.True(ChunkStream.TryPlaintextLength(ChunkStream.CiphertextLength(length), out var back));
            Assert.Equal(length, back);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(SealedChunk + 1)]
    [InlineData(SealedChunk + 16)]
    [InlineData((2 * SealedChunk) + 15)]
    public void Lengths_ThatNoStreamHas_AreRefused(long length) => Assert.False(ChunkStream.TryPlaintextLength(length, out _));

    [Fact]
    public void Decrypt_ChunksSwapped_Fails()
    {
        var ciphertext = Encrypt(Plaintext(3 * ChunkStream.ChunkLength));
        byte[] swapped = [.. ciphertext[SealedChunk..(2 * SealedChunk)], .. ciphertext[..SealedChunk], .. ciphertext[(2 * SealedChunk)..]];
        AssertRefused(swapped, 3 * ChunkStream.ChunkLength);
    }

    [Fact]
    public void Decrypt_ChunkRepeated_Fails()
    {
        var ciphertext = Encrypt(Plaintext(2 * ChunkStream.ChunkLength));
        AssertRefused([.. ciphertext[..SealedChunk], .. ciphertext[..SealedChunk]], 2 * ChunkStream.ChunkLength);
        AssertRefused([.. ciphertext[..SealedChunk], .. ciphertext], 3 * ChunkStream.ChunkLength);
    }

    [Fact]
    public void Decrypt_LastChunksMissing_Fails()
    {
        var ciphertext = Encrypt(Plaintext(3 * ChunkStream.ChunkLength));
        // Whole chunks are gone and the length claimed agrees: only the last chunk's flag tells.
        AssertRefused(ciphertext[..SealedChunk], ChunkStream.ChunkLength);
        AssertRefused(ciphertext[..(2 * SealedChunk)], 2 * ChunkStream.ChunkLength);
    }

    [Fact]
    public void Decrypt_SomethingAfterTheEnd_Fails()
    {
        var ciphertext = Encrypt(Plaintext(100));
        AssertRefused([.. ciphertext, 0], 100);
        AssertRefused([.. ciphertext, .. ciphertext], 100);
    }

    [Fact]
    public void Decrypt_AnyByteAltered_FailsAndLeavesNothing()
    {
        var length = ChunkStream.ChunkLength + 50;
        var ciphertext = Encrypt(Plaintext(length));
        Gen.Int[0, ciphertext.Length - 1].Sample(
            at =>
            {
                var altered = ciphertext.ToArray();
                altered[at] ^= 0x80;
                AssertRefused(altered, length);
            },
            iter: 50);
    }

    [Fact]
    public void Decrypt_StreamThatGivesFewBytesAtATime_Works()
    {
        var plaintext = Plaintext(ChunkStream.ChunkLength + 5);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var opened = new byte[plaintext.Length];
        Assert.Null(ChunkStream.Decrypt(Key, new TricklingStream(Encrypt(plaintext)), opened, digest));
        Assert.Equal(plaintext, opened);
    }

    private static byte[] Plaintext(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) ^ (i >> 8) ^ 1))];

    private static byte[] Encrypt(byte[] plaintext)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var output = new MemoryStream();
        ChunkStream.Encrypt(Key, plaintext, output, digest);
        Assert.Equal(SHA256.HashData(output.ToArray()), digest.GetHashAndReset());
        return output.ToArray();
    }

    private static string? Decrypt(byte[] ciphertext, int length, out byte[] plaintext)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        plaintext = new byte[length];
        return ChunkStream.Decrypt(Key, new MemoryStream(ciphertext), plaintext, digest);
    }

    private static void AssertRefused(byte[] ciphertext, int length)
    {
        Assert.NotNull(Decrypt(ciphertext, length, out var plaintext));
        Assert.False(plaintext.AsSpan().ContainsAnyExcept((byte)0));
    }

    private sealed class TricklingStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);
    }
}
