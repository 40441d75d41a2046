using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Runs an open-set protocol through the search that units use.</summary>
/// <param name="references">Faces of the gallery.</param>
/// <param name="probes">Faces of the probes.</param>
/// <param name="rule">How templates are made of them.</param>
internal sealed class IdentificationStudy(FaceStore references, FaceStore probes, TemplateRule rule)
{
    /// <param name="set">The protocol; its pictures were loaded.</param>
    /// <param name="shots">1: every probe is a search. More: every person is one, with the first so many pictures as the shots of a visit.</param>
    /// <param name="entries">People on a list: a longer gallery is cut into lists of this length, and every non-mated probe searches each.</param>
    public OpenSetScores Run(OpenSet set, int shots = 1, int entries = int.MaxValue)
    {
        List<Search> mated = [], nonMated = [];
        Visitor[] matedVisitors = [.. Visitors(set.Mated, shots)], nonMatedVisitors = [.. Visitors(set.NonMated, shots)];
        foreach (Sample[] list in set.Gallery.Chunk(entries))
        {
            // Who has no face in the picture cannot be enrolled; the searches for them then fail, and count.
            Sample[] enrolled = [.. list.Where(sample => references[sample.File] is not null)];
            using var gallery = Gallery.Build(
                references.Pack.TemplateLength, [.. enrolled.Select(sample => new GalleryEntry(rule.Reference(references[sample.File]!)))]);
            var meant = list.Select(sample => sample.Person).ToHashSet(StringComparer.Ordinal);
            foreach (Visitor visitor in matedVisitors.Where(visitor => meant.Contains(visitor.Person)))
                mated.Add(Search(gallery, visitor, index => enrolled[index].Person == visitor.Person));
            foreach (Visitor visitor in nonMatedVisitors)
                nonMated.Add(Search(gallery, visitor, _ => false));
        }
        return new OpenSetScores(mated, nonMated);
    }

    private static Search Search(Gallery gallery, Visitor visitor, Func<int, bool> isRight) =>
        visitor.Template is { } template && gallery.Search(template) is { Index: >= 0 } found
            ? new Search(visitor.Index, found.Score, isRight(found.Index))
            : new Search(visitor.Index, float.NegativeInfinity, Right: false);

    private IEnumerable<Visitor> Visitors(IReadOnlyList<Sample> samples, int shots)
    {
        int index = 0;
        foreach (IGrouping<string, Sample> person in samples.GroupBy(sample => sample.Person, StringComparer.Ordinal))
        {
            foreach (Sample[] visit in shots == 1 ? person.Chunk(1) : [[.. person.Take(shots)]])
                yield return new Visitor(person.Key, index, rule.Visit([.. visit.Select(sample => probes[sample.File]).OfType<FaceRecord>()]));
            index++;
        }
    }

    private sealed record Visitor(string Person, int Index, float[]? Template);
}
