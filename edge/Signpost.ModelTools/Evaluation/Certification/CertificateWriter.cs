using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts.V1;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Makes a pack's certificate of what was measured.</summary>
internal static class CertificateWriter
{
    /// <summary>Name and version of this program.</summary>
    public static string ToolVersion { get; } =
        $"Signpost.ModelTools {typeof(CertificateWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";

    /// <param name="pack">The pack that was measured.</param>
    /// <param name="data">Name, people and pictures of the data set.</param>
    /// <param name="curve">The rule that is certified.</param>
    /// <param name="groups">What was measured of labelled groups, at thresholds of the curve.</param>
    /// <param name="at">When.</param>
    public static PackCertificate Make(
        ModelPack pack, (string Name, int People, int Pictures) data, FalseMatchCurve curve, IReadOnlyList<GroupRate> groups, DateTimeOffset at) => new()
        {
            FormatVersion = 1,
            PackDigest = ByteString.CopyFrom(pack.Digest.Span),
            Data = new CertifiedData { Name = data.Name, People = (uint)data.People, Images = (uint)data.Pictures },
            VisitRule = $"a visit is compared after each shot from the second on, with the average of up to {CertificationStudy.ShotsPerVisit} templates by quality{Mirrored()}; measured on {curve.Rule}",
            MeasuredAt = Timestamp.FromDateTimeOffset(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond))),
            ToolVersion = ToolVersion,
            Rates = { curve.Points.Select(Rate) },
            Groups = { groups.Select(Group) },
        };

    private static string Mirrored() =>
        (TemplateRule.InUse.MirrorReferences ? "; references averaged with their mirror images" : "")
        + (TemplateRule.InUse.MirrorProbes ? "; probes averaged with their mirror images" : "");

    private static CertifiedRate Rate(FalseMatchPoint point) => PackCertificateRules.Rate(
        point.Threshold, (ulong)point.FalseMatches, (ulong)point.Comparisons,
        Math.Max(point.FmrUpper95, PackCertificateRules.LeastUpperBound((ulong)point.Comparisons)));

    private static CertifiedGroup Group(GroupRate group) => new()
    {
        Label = group.Label,
        Threshold = group.Threshold,
        FalseMatches = (ulong)group.FalseMatches,
        Comparisons = (ulong)group.Pairs,
        Fmr = group.Fmr,
        FmrUpper95 = Math.Max(group.FmrUpper95, PackCertificateRules.LeastUpperBound((ulong)group.Pairs)),
    };
}
