using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Measures a pack on open-set protocols. Pictures are looked at once, however many protocols name them.</summary>
/// <param name="pack">The pack to measure.</param>
/// <param name="degradation">What is done to probes, not to references.</param>
internal sealed class Evaluator(ModelPack pack, Degradation degradation) : IDisposable
{
    private readonly FaceChain _chain = new(pack);
    private readonly Dictionary<string, ChainAnswer?> _answers = [];

    /// <summary>Pictures looked at.</summary>
    public int Pictures => _answers.Count;

    /// <summary>Pictures in which no face was found.</summary>
    public int WithoutFace => _answers.Values.Count(answer => answer is null);

    /// <summary>The template of a probe; null if no face was found.</summary>
    public ChainAnswer? Answer(string file)
    {
        if (!_answers.TryGetValue(file, out ChainAnswer? answer))
            _answers.Add(file, answer = degradation.FaceWidth == 0 ? _chain.Extract(file) : Degraded(file));
        return answer;
    }

    /// <summary>One picture a search.</summary>
    public OpenSetScores Images(OpenSet set)
    {
        var scores = new OpenSetScores();
        (Gallery gallery, string[] people) = Enrol(set.Gallery);
        using (gallery)
        {
            foreach (Sample probe in set.Mated)
                AddMated(scores, gallery, people, Answer(probe.File)?.Template, probe.Person);
            foreach (Sample probe in set.NonMated)
                scores.AddNonMated(Answer(probe.File) is { } answer ? gallery.Search(answer.Template) : null);
        }
        return scores;
    }

    /// <summary>One person a search: the templates of up to so many pictures, averaged by quality, as of one visit.</summary>
    /// <param name="set">The protocol.</param>
    /// <param name="shots">Pictures averaged at most.</param>
    public OpenSetScores Visits(OpenSet set, int shots)
    {
        var scores = new OpenSetScores();
        (Gallery gallery, string[] people) = Enrol(set.Gallery);
        using (gallery)
        {
            foreach (IGrouping<string, Sample> person in set.Mated.GroupBy(probe => probe.Person))
                AddMated(scores, gallery, people, Average(person, shots), person.Key);
            foreach (IGrouping<string, Sample> person in set.NonMated.GroupBy(probe => probe.Person))
                scores.AddNonMated(Average(person, shots) is { } template ? gallery.Search(template) : null);
        }
        return scores;
    }

    /// <summary>Every non-mated probe against lists of a few entries: the gallery in slices.</summary>
    public OpenSetScores ShortLists(OpenSet set, int entries)
    {
        var scores = new OpenSetScores();
        foreach (Sample[] slice in set.Gallery.Chunk(entries))
        {
            (Gallery gallery, string[] people) = Enrol(slice);
            using (gallery)
            {
                foreach (Sample probe in set.Mated.Where(probe => people.Contains(probe.Person)))
                    AddMated(scores, gallery, people, Answer(probe.File)?.Template, probe.Person);
                foreach (Sample probe in set.NonMated)
                    scores.AddNonMated(Answer(probe.File) is { } answer ? gallery.Search(answer.Template) : null);
            }
        }
        return scores;
    }

    public void Dispose() => _chain.Dispose();

    private ChainAnswer? Degraded(string file)
    {
        using DecodedPhotograph photograph = Photograph.Decode(File.ReadAllBytes(file));
        if (_chain.Extract(photograph.Image) is not { } original)
            return null;
        return _chain.Extract(degradation.Apply(photograph.Image, original.Face, seed: _answers.Count).Image);
    }

    private ChainAnswer? Reference(string file) => degradation.FaceWidth == 0 ? Answer(file) : _chain.Extract(file);

    private (Gallery Gallery, string[] People) Enrol(IReadOnlyList<Sample> references)
    {
        // Who has no face in the picture cannot be enrolled; the searches for them then fail, and count.
        var enrolled = references.Select(sample => (sample.Person, Answer: Reference(sample.File))).Where(reference => reference.Answer is not null).ToList();
        var gallery = Gallery.Build(pack.TemplateLength, [.. enrolled.Select(reference => new GalleryEntry(reference.Answer!.Template))]);
        return (gallery, [.. enrolled.Select(reference => reference.Person)]);
    }

    private float[]? Average(IEnumerable<Sample> samples, int shots)
    {
        float[] sum = new float[pack.TemplateLength];
        foreach (ChainAnswer answer in samples.Take(shots).Select(sample => Answer(sample.File)).OfType<ChainAnswer>())
            Template.Accumulate(sum, answer.Template, MathF.Max(answer.Quality.Unified, 1));
        return Template.Normalise(sum) ? sum : null;
    }

    private static void AddMated(OpenSetScores scores, Gallery gallery, string[] people, float[]? template, string person)
    {
        GalleryMatch? match = template is null ? null : gallery.Search(template);
        scores.AddMated(match, match is { Index: >= 0 } found && people[found.Index] == person);
    }
}
