using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A certificate with made-up figures: at 0.4 one entry is allowed (1 in 6000; eight at 1 in 1000), at 0.45 there are 416.</summary>
internal static class TestCertificate
{
    public static PackCertificate Of(ReadOnlySpan<byte> packDigest) => new()
    {
        FormatVersion = 1,
        PackDigest = ByteString.CopyFrom(packDigest),
        Data = new CertifiedData { Name = "Test data", People = 2900, Images = 6400 },
        VisitRule = "mean of up to 5 shots, weighted by quality",
        MeasuredAt = new DateTimeOffset(2026, 5, 2, 12, 0, 0, TimeSpan.Zero).ToTimestamp(),
        ToolVersion = "0.1.0",
        Rates =
        {
            PackCertificateRules.Rate(0.4f, 2000, 20_000_000, 1.2e-4),
            PackCertificateRules.Rate(0.45f, 2, 20_000_000, 4e-7),
        },
        Groups = { new CertifiedGroup { Label = "label a", Threshold = 0.4f, FalseMatches = 1, Comparisons = 1_000_000, Fmr = 1e-6, FmrUpper95 = 5e-6 } },
    };
}
