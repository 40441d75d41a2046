using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Signpost.AuditLog.Tests;

public sealed class ChainFrameTests
{
    [Fact]
    public void Frame_OfARecord_IsLengthChecksumAndRecord()
    {
        // The check value that catalogues of CRCs give for CRC-32C (CRC-32/ISCSI).
        Assert.Equal(0xE3069283, SlowCrc32C("123456789"u8));
        byte[] record = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        var frame = ChainFrame.Write(record);
        Assert.Equal([0, 0, 1, 0x2C], frame[..4]);
        Assert.Equal(SlowCrc32C([.. frame[..4], .. record]), BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)));
        Assert.Equal(record, frame[8..]);
        Assert.Equal(record, ChainFrame.Read(frame)?.ToArray());
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] ^= 1;
            Assert.Null(ChainFrame.Read(frame));
            frame[i] ^= 1;
        }
    }

    [Fact]
    public void SaltedDigest_OfFields_TellsThemApart()
    {
        byte[] salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
        Assert.Equal(SHA256.HashData([.. salt, 0, 0, 0, 2, (byte)'a', (byte)'b', 0, 0, 0, 1, (byte)'c']), SaltedDigest.Compute(salt, "ab"u8.ToArray(), "c"u8.ToArray()));
        Assert.NotEqual(SaltedDigest.Compute(salt, "ab"u8.ToArray(), "c"u8.ToArray()), SaltedDigest.Compute(salt, "a"u8.ToArray(), "bc"u8.ToArray()));
        Assert.Throws<ArgumentException>(() => SaltedDigest.Compute(salt.AsSpan(1), "ab"u8.ToArray()));
    }

    // Bit by bit: the reflected polynomial 0x1EDC6F41.
    private static uint SlowCrc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }

        return ~crc;
    }
}
