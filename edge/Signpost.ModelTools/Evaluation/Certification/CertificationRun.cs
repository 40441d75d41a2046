using Signpost.Contracts.V1;
using Signpost.Recognition;
using static Signpost.ModelTools.Evaluation.Table;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Measures a pack and makes its certificate.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Sampling">The bootstrap.</param>
/// <param name="Progress">Where it is said how far it is.</param>
internal sealed record CertificationRun(ModelPack Pack, Sampling Sampling, Progress Progress)
{
    // Groups are stated at every twentieth; at every hundredth they would fill the order that carries them.
    private const int GroupStep = 5;

    /// <param name="name">Of the data set.</param>
    /// <param name="samples">Its pictures.</param>
    /// <param name="labelled">Labelled pictures of a second data set; null: no group is stated.</param>
    /// <param name="at">Time of the measurement.</param>
    public CertificationResult Measure(string name, IReadOnlyList<Sample> samples, (string Name, LabelList Labels)? labelled, DateTimeOffset at)
    {
        using var faces = new FaceStore(Pack, Degradation.None);
        faces.Load(samples.Select(sample => sample.File), Progress);
        var study = new CertificationStudy(faces, samples);
        (FalseMatchCurve single, FalseMatchCurve visits) = study.Measure();
        FalseMatchCurve worse = visits.IsWorseThan(single) ? visits.NotBelow(single) : single.NotBelow(visits);
        IReadOnlyList<GroupRate> groups = labelled is { } set ? Groups(set.Name, set.Labels, worse) : [];
        return new CertificationResult(
            single, visits, worse, CertificateWriter.Make(Pack, (name, study.People, study.Pictures), worse, groups, at));
    }

    private List<GroupRate> Groups(string name, LabelList labels, FalseMatchCurve curve)
    {
        using var faces = new FaceStore(Pack, Degradation.None);
        faces.Load(labels.Rows.Select(row => row.File), Progress);
        DemographicStudy study = new DemographicRun(Pack, Sampling, Progress).Study(labels, faces);
        IEnumerable<Grouping> groupings = Grouping.All(labels, [.. labels.Rows.Select(row => faces[row.File] is not null)], [])
            .Where(grouping => !grouping.IsNumeric && !grouping.IsCrossed);
        float[] thresholds = [.. curve.Points.Select(point => point.Threshold).Where(threshold => (int)MathF.Round(threshold * 100) % GroupStep == 0)];
        return
        [
            .. from grouping in groupings
               from @group in grouping.Groups
               where @group.Members.Count >= Grouping.LeastPictures
               from threshold in thresholds
               select study.Within($"{name}, {grouping.By}: {@group.Label}", @group.Members, threshold),
        ];
    }
}

/// <summary>Both rules, the one that is certified, and the certificate.</summary>
internal sealed record CertificationResult(FalseMatchCurve Single, FalseMatchCurve Visits, FalseMatchCurve Certified, PackCertificate Certificate)
{
    public void Print()
    {
        Line($"Pack `{Convert.ToHexStringLower(Certificate.PackDigest.Span)[..16]}`; data {Certificate.Data.Name}: {Certificate.Data.People} people, {Certificate.Data.Images} pictures with a face.");
        Line($"");
        Line($"A: {Single.Rule} ({Single.Comparisons} comparisons). B: {Visits.Rule} ({Visits.Comparisons} comparisons). Certified: {(Certified.Rule == Visits.Rule ? "B" : "A")}, in which strangers match more often.");
        Line($"");
        Head("threshold", "A: false matches", "A: FMR", "A: upper 95 %", "A: design effect", "B: false matches", "B: FMR", "B: upper 95 %", "B: design effect", "longest list at 1 in 1,000", "at 1 in 6,000");
        for (int index = 0; index < Certified.Points.Count; index++)
        {
            FalseMatchPoint a = Single.Points[index], b = Visits.Points[index];
            CertifiedRate rate = Certificate.Rates[index];
            Line($"| {a.Threshold:F2} | {a.FalseMatches} | {a.Fmr:G3} | {a.FmrUpper95:G3} | {a.DesignEffect:F1} | {b.FalseMatches} | {b.Fmr:G3} | {b.FmrUpper95:G3} | {b.DesignEffect:F1} | {rate.LargestListOneInThousand} | {rate.LargestListOneInSixThousand} |");
        }
        Line($"");
        Line($"No threshold can bear a longer list on these data: not one false match would be needed. More people, not a higher threshold, raise the limit.");
        if (Certificate.Groups.Count == 0)
            return;
        Line($"");
        Head("group", "threshold", "false matches", "FMR", "upper 95 %");
        foreach (CertifiedGroup group in Certificate.Groups)
            Line($"| {group.Label} | {group.Threshold:F2} | {group.FalseMatches} of {group.Comparisons} | {group.Fmr:G3} | {group.FmrUpper95:G3} |");
    }
}
