using System.Globalization;
using System.Text.Json.Serialization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A certificate as its file says it, for people to read: camel case, digest in hex, time in UTC.</summary>
internal sealed record CertificateDocument(
    string Format, string PackDigest, DataDocument Data, string VisitRule, string MeasuredAt, string ToolVersion,
    IReadOnlyList<RateDocument> Rates, IReadOnlyList<GroupDocument> Groups)
{
    public const string FormatOne = "signpost-pack-certificate/1";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static CertificateDocument Of(PackCertificate certificate) => new(
        FormatOne,
        Convert.ToHexStringLower(certificate.PackDigest.Span),
        new DataDocument(certificate.Data.Name, certificate.Data.People, certificate.Data.Images),
        certificate.VisitRule,
        certificate.MeasuredAt.ToDateTimeOffset().ToString(TimeFormat, CultureInfo.InvariantCulture),
        certificate.ToolVersion,
        [.. certificate.Rates.Select(r => new RateDocument(
            r.Threshold, r.FalseMatches, r.Comparisons, r.Fmr, r.FmrUpper95, r.LargestListOneInThousand, r.LargestListOneInSixThousand))],
        [.. certificate.Groups.Select(g => new GroupDocument(g.Label, g.Threshold, g.FalseMatches, g.Comparisons, g.Fmr, g.FmrUpper95))]);

    /// <summary>What cannot be carried over into a message, one line each.</summary>
    public IEnumerable<string> Faults()
    {
        // JSON's nullability reaches members, not elements.
        if (Rates.Any(r => r is null)) yield return "null among the rates";
        if (Groups.Any(g => g is null)) yield return "null among the groups";
        // The platform takes upper case too; a file has one form.
        if (PackDigest.Length % 2 != 0 || !PackDigest.All(char.IsAsciiHexDigitLower)) yield return "pack digest is not hexadecimal in lower case";
        if (Instant is null) yield return $"time of measurement is '{MeasuredAt}'; a time in UTC as 2026-01-31T12:00:00Z is expected";
    }

    /// <summary>The same as the order carries it.</summary>
    /// <remarks>Only without <see cref="Faults"/>.</remarks>
    public PackCertificate ToMessage() => new()
    {
        FormatVersion = 1,
        PackDigest = ByteString.CopyFrom(Convert.FromHexString(PackDigest)),
        Data = new CertifiedData { Name = Data.Name, People = Data.People, Images = Data.Images },
        VisitRule = VisitRule,
        MeasuredAt = Instant!.Value.ToTimestamp(),
        ToolVersion = ToolVersion,
        Rates = { Rates.Select(r => r.ToMessage()) },
        Groups = { Groups.Select(g => g.ToMessage()) },
    };

    private DateTimeOffset? Instant =>
        DateTimeOffset.TryParseExact(MeasuredAt, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
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
