using System.Text.Json.Serialization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A certificate as its file says it, for people to read: camel case, digest in hex, time in UTC.</summary>
internal sealed record CertificateDocument(
    string Format, string PackDigest, DataDocument Data, string VisitRule, DateTimeOffset MeasuredAt, string ToolVersion,
    IReadOnlyList<RateDocument> Rates, IReadOnlyList<GroupDocument> Groups)
{
    public const string FormatOne = "signpost-pack-certificate/1";

    public static CertificateDocument Of(PackCertificate certificate) => new(
        FormatOne,
        Convert.ToHexStringLower(certificate.PackDigest.Span),
        new DataDocument(certificate.Data.Name, certificate.Data.People, certificate.Data.Images),
        certificate.VisitRule,
        certificate.MeasuredAt.ToDateTimeOffset(),
        certificate.ToolVersion,
        [.. certificate.Rates.Select(r => new RateDocument(
            r.Threshold, r.FalseMatches, r.Comparisons, r.Fmr, r.FmrUpper95, r.LargestListOneInThousand, r.LargestListOneInSixThousand))],
        [.. certificate.Groups.Select(g => new GroupDocument(g.Label, g.Threshold, g.FalseMatches, g.Comparisons, g.Fmr, g.FmrUpper95))]);

    /// <summary>Whether a list has a null in it: JSON's nullability reaches members, not elements.</summary>
    [JsonIgnore]
    public bool HasGaps => Rates.Any(r => r is null) || Groups.Any(g => g is null);

    /// <summary>The same as the order carries it; null when the digest is not hex.</summary>
    public PackCertificate? ToMessage()
    {
        // The platform takes upper case too; a file has one form.
        if (PackDigest.Length % 2 != 0 || !PackDigest.All(char.IsAsciiHexDigitLower)) return null;
        return new PackCertificate
        {
            FormatVersion = 1,
            PackDigest = ByteString.CopyFrom(Convert.FromHexString(PackDigest)),
            Data = new CertifiedData { Name = Data.Name, People = Data.People, Images = Data.Images },
            VisitRule = VisitRule,
            MeasuredAt = MeasuredAt.ToTimestamp(),
            ToolVersion = ToolVersion,
            Rates = { Rates.Select(r => r.ToMessage()) },
            Groups = { Groups.Select(g => g.ToMessage()) },
        };
    }
}

internal sealed record DataDocument(string Name, uint People, uint Images);

internal sealed record RateDocument(
    float Threshold, ulong FalseMatches, ulong Comparisons, double Fmr, double FmrUpper95, uint LargestListOneInThousand, uint LargestListOneInSixThousand)
{
    public CertifiedRate ToMessage() => new()
    {
        Threshold = Threshold,
        FalseMatches = FalseMatches,
        Comparisons = Comparisons,
        Fmr = Fmr,
        FmrUpper95 = FmrUpper95,
        LargestListOneInThousand = LargestListOneInThousand,
        LargestListOneInSixThousand = LargestListOneInSixThousand,
    };
}

internal sealed record GroupDocument(string Label, float Threshold, ulong FalseMatches, ulong Comparisons, double Fmr, double FmrUpper95)
{
    public CertifiedGroup ToMessage() => new()
    {
        Label = Label,
        Threshold = Threshold,
        FalseMatches = FalseMatches,
        Comparisons = Comparisons,
        Fmr = Fmr,
        FmrUpper95 = FmrUpper95,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(CertificateDocument))]
internal sealed partial class CertificateJsonContext : JsonSerializerContext;
