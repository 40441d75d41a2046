using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>One evaluation of one or two packs on a protocol.</summary>
/// <param name="Set">The protocol.</param>
/// <param name="Degradation">What is done to probes, not to references.</param>
/// <param name="Shots">As <see cref="IdentificationStudy.Run"/>.</param>
/// <param name="Entries">As <see cref="IdentificationStudy.Run"/>.</param>
/// <param name="Sampling">The bootstrap.</param>
/// <param name="Progress">Where it is said how far it is.</param>
internal sealed record IdentificationRun(OpenSet Set, Degradation Degradation, int Shots, int Entries, Sampling Sampling, Progress Progress)
{
    /// <summary>Measures a pack, and if there is a second one compares the first with it.</summary>
    public (IdentificationReport Report, IReadOnlyList<(string Name, OpenSetScores Scores)> Curves) Measure(ModelPack pack, ModelPack? against)
    {
        using var probes = new FaceStore(pack, Degradation);
        OpenSetScores scores = Score(pack, probes);
        if (against is null)
            return (Report(pack, probes, scores, null), [(pack.Manifest.Name, scores)]);
        using var otherProbes = new FaceStore(against, Degradation);
        OpenSetScores otherScores = Score(against, otherProbes);
        var comparison = IdentificationComparison.Of(against, scores, otherScores, Sampling);
        return (Report(pack, probes, scores, comparison), [($"measured: {pack.Manifest.Name}", scores), ($"against: {against.Manifest.Name}", otherScores)]);
    }

    private IdentificationReport Report(ModelPack pack, FaceStore faces, OpenSetScores scores, IdentificationComparison? comparison) =>
        IdentificationReport.Of(pack, Set, Probes(), faces, scores, comparison, Sampling);

    private OpenSetScores Score(ModelPack pack, FaceStore probes)
    {
        if (Degradation.FaceWidth == 0)
        {
            probes.Load(Set.Files, Progress);
            return new IdentificationStudy(probes, probes, TemplateRule.InUse).Run(Set, Shots, Entries);
        }
        using var references = new FaceStore(pack, Degradation.None);
        references.Load(Set.Gallery.Select(sample => sample.File), Progress);
        probes.Load(Set.Mated.Concat(Set.NonMated).Select(sample => sample.File), Progress);
        return new IdentificationStudy(references, probes, TemplateRule.InUse).Run(Set, Shots, Entries);
    }

    private string Probes() => FormattableString.Invariant(
        $"{(Shots == 1 ? "one picture a search" : $"up to {Shots} pictures of a person a search, averaged by quality")}{(Degradation.FaceWidth == 0 ? "" : $", faces {Degradation.FaceWidth} pixels wide, {Degradation.Blur} means, noise of {Degradation.Noise} grey values")}{(Entries == int.MaxValue ? "" : $", lists of {Entries}")}");
}
