using System.Text;
using CsCheck;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

public sealed class PackCertificateFileTests
{
    private static readonly byte[] Json = PackCertificateFile.Write(Certificate());

    private static readonly Gen<PackCertificate> Certificates =
        Gen.Select(Gen.Int[1, 40], Gen.ULong[1, 1ul << 50], Gen.Int[0, 1_000_000], Gen.Double[1, 3], Gen.Int[0, 4]).Select(Make);

    [Fact]
    public void File_WrittenAndRead_IsTheSameCertificate() =>
        Certificates.Sample(certificate =>
        {
            Assert.Empty(PackCertificateRules.Check(certificate));
            var json = PackCertificateFile.Write(certificate);
            Assert.Equal(certificate, PackCertificateFile.Read(json).Value);
            Assert.Equal(json, PackCertificateFile.Write(PackCertificateFile.Read(json).Value));
        });

    [Fact]
    public void File_Committed_IsReadAsItWasWritten()
    {
        if (Environment.GetEnvironmentVariable("SIGNPOST_WRITE_VECTORS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(Path.Combine(folder, "certificates"));
            File.WriteAllBytes(Path.Combine(folder, "certificates", "accepted.json"), Json);
            return;
        }

        var committed = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "certificates", "accepted.json"));
        Assert.Equal(Certificate(), PackCertificateFile.Read(committed).Value);
        Assert.Equal(Encoding.UTF8.GetString(committed), Encoding.UTF8.GetString(Json));
    }

    [Theory]
    [InlineData("{}", RefusalReason.Malformed)]
    [InlineData("null", RefusalReason.Malformed)]
    [InlineData("", RefusalReason.Malformed)]
    [InlineData("[1]", RefusalReason.Malformed)]
    public void Read_OtherJson_IsRefused(string json, RefusalReason reason) =>
        Assert.Equal(reason, PackCertificateFile.Read(Encoding.UTF8.GetBytes(json)).Refusal!.Reason);

    [Theory]
    [InlineData("\"people\": 2900", "\"people\": -1", RefusalReason.Malformed, "$.data.people, line 6")]
    [InlineData("\"people\": 2900", "\"people\": 2900, \"people\": 2900", RefusalReason.Malformed, "$.data.people")]
    [InlineData("\"people\": 2900", "\"people\": 2900, \"persons\": 1", RefusalReason.Malformed, "$.data.persons")]
    [InlineData("\"people\": 2900,", "", RefusalReason.Malformed, "$.data")]
    [InlineData("certificate/1", "certificate/2", RefusalReason.UnknownVersion, "'signpost-pack-certificate/2'")]
    [InlineData("\"groups\": [", "\"groups\": [ null,", RefusalReason.Incomplete, "null among the groups")]
    [InlineData("\"packDigest\": \"", "\"packDigest\": \"z", RefusalReason.Incomplete, "not hexadecimal")]
    [InlineData("\"packDigest\": \"", "\"packDigest\": \"00", RefusalReason.Incomplete, "33 bytes")]
    [InlineData("12:00:00Z", "12:00:00", RefusalReason.Incomplete, "time of measurement is '2026-05-02T12:00:00'")]
    [InlineData("12:00:00Z", "12:00:00+01:00", RefusalReason.Incomplete, "a time in UTC")]
    [InlineData("\"fmrUpper95\": 4E-07", "\"fmrUpper95\": 4E-08", RefusalReason.Incomplete, "threshold 0.45: upper bound is 4E-08")]
    [InlineData("\"largestListOneInSixThousand\": 416", "\"largestListOneInSixThousand\": 4160", RefusalReason.Incomplete, "416 follows from the bound")]
    [InlineData("\"threshold\": 0.5,", "\"threshold\": 0.43,", RefusalReason.Incomplete, "thresholds ascend")]
    public void Read_SpoiltFile_IsRefusedWithWhatWasFound(string was, string becomes, RefusalReason reason, string says)
    {
        var text = Encoding.UTF8.GetString(Json);
        Assert.Contains(was, text, StringComparison.Ordinal);
        var refusal = PackCertificateFile.Read(Encoding.UTF8.GetBytes(text.Replace(was, becomes, StringComparison.Ordinal))).Refusal;
        Assert.Equal(reason, refusal!.Reason);
        Assert.Contains(says, refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArbitraryOrSplicedBytes_NeverThrowsAndNeverGivesAnUnsoundCertificate() =>
        Gen.OneOf(Gen.Byte.Array[0, 300], Mutations.Splices(Json)).Sample(
            bytes =>
            {
                if (PackCertificateFile.Read(bytes).TryGet(out var certificate, out _)) Assert.Empty(PackCertificateRules.Check(certificate));
            },
            iter: 20_000);

    [Fact]
    public void Read_LongerThanACertificateIs_IsRefusedUnread() =>
        Assert.Contains("at most 1048576", PackCertificateFile.Read(new byte[PackCertificateFile.MaximumLength + 1]).Refusal!.Detail, StringComparison.Ordinal);

    [Fact]
    public void Write_UnsoundCertificate_Throws()
    {
        var certificate = Certificate();
        certificate.Rates.Clear();
        Assert.Contains("0 thresholds", Assert.Throws<ArgumentException>(() => PackCertificateFile.Write(certificate)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_NamesTheCommandThatMakesIt()
    {
        using var folder = new TemporaryDirectory();
        var refusal = PackCertificateFile.Load(folder.Path, PackDigest).Refusal!;
        Assert.Equal(RefusalReason.Incomplete, refusal.Reason);
        Assert.Contains("signpost evaluate certify", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileOfAnotherPackOrBroken_IsRefused()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllBytes(Path.Combine(folder.Path, PackCertificateFile.Name), Json);
        Assert.Equal(Certificate(), PackCertificateFile.Load(folder.Path, PackDigest).Value);
        Assert.Equal(RefusalReason.WrongCertificate, PackCertificateFile.Load(folder.Path, new byte[32]).Refusal!.Reason);
        File.WriteAllBytes(Path.Combine(folder.Path, PackCertificateFile.Name), Json.AsSpan()[1..]);
        var broken = PackCertificateFile.Load(folder.Path, PackDigest).Refusal!;
        Assert.Equal(RefusalReason.Malformed, broken.Reason);
        Assert.StartsWith(folder.Path, broken.Detail, StringComparison.Ordinal);
    }

    // Falling false matches over ascending thresholds, bounds above both the rate and what the data bear.
    private static PackCertificate Make(int rates, ulong comparisons, int falseMatches, double slack, int groups)
    {
        var certificate = Certificate();
        certificate.Rates.Clear();
        certificate.Groups.Clear();
        var most = (ulong)Math.Min(falseMatches, (double)comparisons);
        for (var i = 0; i < rates; i++)
        {
            var found = most * (ulong)(rates - i) / (ulong)rates;
            var bound = Math.Max((double)found / comparisons, PackCertificateRules.LeastUpperBound(comparisons));
            certificate.Rates.Add(PackCertificateRules.Rate((i + 1) / (rates + 1f), found, comparisons, Math.Min(1, bound * slack)));
        }

        for (var i = 0; i < groups; i++)
        {
            certificate.Groups.Add(new CertifiedGroup
            {
                Label = $"gruppe {i} é",
                Threshold = certificate.Rates[0].Threshold,
                Comparisons = comparisons,
                FmrUpper95 = Math.Min(1, PackCertificateRules.LeastUpperBound(comparisons) * slack),
            });
        }

        return certificate;
    }
}
