using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Compares the groups of a labelled data set at global thresholds.</summary>
/// <param name="Pack">Makes the templates.</param>
/// <param name="Sampling">The bootstrap.</param>
/// <param name="Progress">Where it is said how far it is.</param>
internal sealed record DemographicRun(ModelPack Pack, Sampling Sampling, Progress Progress)
{
    /// <summary>Scores from which pairs are kept: every global threshold that is asked for lies far above.</summary>
    private const float Least = 0.05f;

    public DemographicReport Measure(string data, LabelList labels, IReadOnlyList<string> columns)
    {
        using var faces = new FaceStore(Pack, Degradation.None);
        faces.Load(labels.Rows.Select(row => row.File), Progress);
        bool[] hasFace = [.. labels.Rows.Select(row => faces[row.File] is not null)];
        IReadOnlyList<Grouping> groupings = Grouping.All(labels, hasFace, columns);
        DemographicStudy study = Study(labels, faces);
        return new DemographicReport(
            MeasuredPack.Of(Pack), data, faces.Count, faces.WithoutFace, study.Overall(1).Total,
            [.. Grouping.All(labels, [.. hasFace.Select(_ => true)], columns).SelectMany(grouping => grouping.Groups).Select(group => Acquired(group.Label, group.Members, hasFace))],
            [.. DemographicReport.Rates.Select(fmr => Point(study, groupings, fmr))]);
    }

    /// <summary>The pairs of all pictures with a face.</summary>
    public DemographicStudy Study(LabelList labels, FaceStore faces)
    {
        FaceRecord[] found = [.. labels.Rows.Select(row => faces[row.File]).OfType<FaceRecord>()];
        using var probes = new TemplateMatrix([.. found.Select((face, person) => (TemplateRule.InUse.Probe(face), person))]);
        using var references = new TemplateMatrix([.. found.Select((face, person) => (TemplateRule.InUse.Reference(face), person))]);
        return new DemographicStudy(probes, references, Least, Sampling);
    }

    private static GlobalPoint Point(DemographicStudy study, IReadOnlyList<Grouping> groupings, double fmr)
    {
        float threshold = study.GlobalThreshold(fmr);
        Proportion overall = study.Overall(threshold);
        return new GlobalPoint(fmr, threshold, overall.Rate, overall.Count, [.. groupings.Select(grouping => Rates(study, grouping, threshold))]);
    }

    private static GroupedRates Rates(DemographicStudy study, Grouping grouping, float threshold)
    {
        var large = grouping.Groups.Where(group => group.Members.Count >= Grouping.LeastPictures).ToList();
        GroupRate[] rates = [.. large.Select(group => study.Within(group.Label, group.Members, threshold))];
        string[] tooFew = [.. grouping.Groups.Except(large).Select(group => group.Label)];
        if (rates.Length == 0)
            return new GroupedRates(grouping.By, rates, "", 1, 1, 1, tooFew);
        Interval interval = study.RatioInterval([.. large.Select(group => group.Members)], threshold);
        return new GroupedRates(
            grouping.By, rates, rates.MaxBy(rate => rate.Fmr)!.Label,
            Inequity.WorstToGeometricMean([.. rates.Select(rate => Inequity.Floored(rate.Fmr, rate.Pairs))]), interval.Low, interval.High, tooFew);
    }

    private static AcquisitionRate Acquired(string label, IReadOnlyCollection<int> members, bool[] hasFace)
    {
        var missing = new Proportion(members.Count(member => !hasFace[member]), members.Count);
        return new AcquisitionRate(label, missing.Total, missing.Count, missing.Interval.Low, missing.Interval.High);
    }
}
