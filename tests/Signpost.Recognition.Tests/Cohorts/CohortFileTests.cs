using System.Buffers.Binary;
using System.Security.Cryptography;
using Signpost.Tests.Support;

namespace Signpost.Recognition.Tests;

/// <summary>The cohort's format: one encoding, every other refused, whatever the bytes.</summary>
public sealed class CohortFileTests(ITestOutputHelper output)
{
    private static readonly byte[] Digest = SHA256.HashData("a pack"u8);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        List<ReadOnlyMemory<float>> templates = Templates(5, 16);
        byte[] bytes = CohortFile.Write(Digest, 16, templates);
        Assert.Equal(CohortFile.Length(16, 5), bytes.Length);
        using CohortFile file = Read(bytes);
        Assert.Equal(Digest, file.PackDigest.ToArray());
        Assert.Equal(5, file.Templates.Count);
        for (int i = 0; i < 5; i++)
            Assert.True(Template.Compare(templates[i].Span, file.Templates[i].Span) > 0.9999f);
        Assert.Equal(bytes, CohortFile.Write(Digest, 16, file.Templates));
    }

    [Fact]
    public void Read_EveryBitFlippedAndEveryLength_IsRefused()
    {
        byte[] bytes = CohortFile.Write(Digest, 4, Templates(2, 4));
        for (int i = 0; i < bytes.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                var altered = (byte[])bytes.Clone();
                altered[i] ^= (byte)(1 << bit);
                Assert.Null(CohortFile.Read(altered, out string? wrong));
                Assert.NotNull(wrong);
            }
            Assert.Null(CohortFile.Read(bytes.AsSpan(0, i), out _));
        }
        Assert.Null(CohortFile.Read([.. bytes, 0], out _));
    }

    [Theory]
    [InlineData(8, 2, "format version 2")]
    [InlineData(10, 0, "0 values")]
    [InlineData(10, 4097, "4097 values")]
    [InlineData(12, 0, "0 templates")]
    [InlineData(12, 3, "are expected")]
    public void Read_FieldsOutOfRangeUnderARightChecksum_AreNamed(int offset, int value, string wanted)
    {
        byte[] bytes = CohortFile.Write(Digest, 4, Templates(2, 4));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), (ushort)value);
        Assert.Null(CohortFile.Read(WithChecksum(bytes), out string? wrong));
        Assert.Contains(wanted, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TemplateThatIsNone_IsRefused()
    {
        foreach (float[] template in new float[][] { [0, 0, 0, 0], [2, 0, 0, 0], [float.NaN, 0, 0, 0], [float.PositiveInfinity, 0, 0, 0] })
            Assert.Throws<ArgumentException>(() => CohortFile.Write(Digest, 4, [template]));
        Assert.Throws<ArgumentException>(() => CohortFile.Write(Digest, 4, []));
    }

    [Fact]
    public void Read_NearlyRightBytes_IsRefusedOrHasOneEncoding() => Run(20_000, seed: 1, keep: false);

    [Fact]
    [Trait("Suite", "fuzz")]
    public void Read_AMillionInputs_AreRefusedOrHaveOneEncoding() => Run(1_000_000, seed: 2, keep: true);

    private void Run(long executions, int seed, bool keep)
    {
        byte[] one = CohortFile.Write(Digest, 4, Templates(1, 4)), several = CohortFile.Write(Digest, 8, Templates(3, 8));
        var fuzzer = new Fuzzer("cohorts", seed, [one, several, one[..20], [], "SPCOHORT"u8.ToArray()], keep);
        fuzzer.Run(executions, bytes =>
        {
            // The checksum is put right, so that what is behind it is reached.
            if (bytes.Length >= SHA256.HashSizeInBytes)
                bytes = WithChecksum(bytes);
            if (CohortFile.Read(bytes, out string? wrong) is not { } file)
                return wrong!;
            Assert.Equal(bytes, CohortFile.Write(file.PackDigest.Span, file.TemplateLength, file.Templates));
            file.Dispose();
            return "read";
        });
        Assert.InRange(fuzzer.Answers, 4, int.MaxValue);
        output.WriteLine($"{fuzzer.Executions} executions, {fuzzer.Answers} different answers");
    }

    private static byte[] WithChecksum(byte[] bytes)
    {
        var right = (byte[])bytes.Clone();
        SHA256.HashData(right.AsSpan(0, right.Length - SHA256.HashSizeInBytes), right.AsSpan(right.Length - SHA256.HashSizeInBytes));
        return right;
    }

    private static CohortFile Read(byte[] bytes)
    {
        CohortFile? file = CohortFile.Read(bytes, out string? wrong);
        Assert.True(file is not null, wrong);
        return file;
    }

    private static List<ReadOnlyMemory<float>> Templates(int count, int length)
    {
        var random = new Random(count * 1000 + length);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var template = new float[length];
            foreach (ref float value in template.AsSpan())
                value = (float)(random.NextDouble() - 0.5);
            Template.Normalise(template);
            return (ReadOnlyMemory<float>)template;
        })];
    }
}
