using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Cli.Tests;

/// <summary>A certificate with made-up figures: at 0.4 one entry is allowed, at 0.5 twenty, at 0.6 a thousand.</summary>
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
            PackCertificateRules.Rate(0.5f, 120, 20_000_000, 8e-6),
            PackCertificateRules.Rate(0.6f, 0, 20_000_000, 1.6e-7),
        },
    };
}
