namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Compares ways of making templates and scores on two halves of a data set's people: what is better on the first half has to hold on the second.
/// </summary>
/// <param name="faces">Every picture was loaded.</param>
/// <param name="sampling">The bootstrap; its seed splits the people too.</param>
internal sealed class MethodStudy(FaceStore faces, Sampling sampling)
{
    /// <summary>Rates at which ways are compared: at 0.1 % half the data would rest on a single false positive.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.01, 0.003];

    private static readonly string[] Names = ["A", "B", "both"];

    public IReadOnlyList<MethodResult> Run(OpenSet set)
    {
        OpenSet[] halves = [PeopleSplit.Half(set, 0, sampling.Seed), PeopleSplit.Half(set, 1, sampling.Seed)];
        foreach (OpenSet half in halves)
        {
            if (half.Gallery.Count == 0 || half.Mated.Count == 0 || half.NonMated.Count == 0)
                throw new DataException($"{half.Name}: has nobody enrolled, mated or non-mated; more people are needed");
        }
        // The cohort of one half are people of the other who are on no list; for all people together there is none left.
        using TemplateMatrix first = CohortOf(halves[1]), second = CohortOf(halves[0]);
        OpenSetScores[][] scores =
        [
            .. Method.All.Select(method => method.Normalisation == Normalisation.None
                ? new[] { Score(halves[0], method, new Cohort(first)), Score(halves[1], method, new Cohort(second)), Score(set, method, new Cohort(first)) }
                : [Score(halves[0], method, new Cohort(first)), Score(halves[1], method, new Cohort(second))]),
        ];
        return [.. Method.All.Select((method, index) => Compare(method, scores[index], Baseline(method, scores)))];
    }

    private static OpenSetScores[]? Baseline(Method method, OpenSetScores[][] scores) =>
        method.Baseline is null ? null : scores[Method.All.Index().Single(entry => entry.Item.Name == method.Baseline).Index];

    private MethodResult Compare(Method method, OpenSetScores[] halves, OpenSetScores[]? baseline) => new(
        method.Name, method.Baseline,
        [
            .. halves.Select((scores, half) => new HalfResult(
                Names[half], scores.FirstRank.Rate, scores.Mated, scores.NonMated,
                [.. Rates.Where(rate => scores.Allowed(rate) >= 1).Select(rate => PairedPoint.Of(scores, baseline?[half] ?? scores, rate, sampling))])),
        ]);

    private OpenSetScores Score(OpenSet set, Method method, Cohort cohort)
    {
        Sample[] enrolled = [.. set.Gallery.Where(sample => faces[sample.File] is not null)];
        using var gallery = new TemplateMatrix([.. enrolled.Select((sample, index) => (method.Rule.Reference(faces[sample.File]!), index))]);
        var scale = new (float Mean, float Spread)[gallery.Count];
        if (method.Normalisation != Normalisation.None)
            Parallel.For(0, gallery.Count, row => scale[row] = cohort.Measure(gallery[row]));
        return new OpenSetScores(SearchAll(set.Mated), SearchAll(set.NonMated));

        Search[] SearchAll(IReadOnlyList<Sample> samples) =>
            [.. Visitors(samples, method).AsParallel().AsOrdered().Select(visitor => Best(visitor, method, gallery, scale, cohort, enrolled))];
    }

    private static Search Best(
        (string Person, int Index, float[]? Template) visitor, Method method, TemplateMatrix gallery, (float Mean, float Spread)[] scale, Cohort cohort,
        Sample[] enrolled)
    {
        if (visitor.Template is null)
            return new Search(visitor.Index, float.NegativeInfinity, Right: false);
        float[] scores = new float[gallery.Count];
        gallery.Multiply(visitor.Template, 0, scores);
        (float mean, float spread) = method.Normalisation == Normalisation.Both ? cohort.Measure(visitor.Template) : (0, 1);
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = method.Normalisation switch
            {
                Normalisation.Reference => (scores[row] - scale[row].Mean) / scale[row].Spread,
                Normalisation.Both => ((scores[row] - scale[row].Mean) / scale[row].Spread + (scores[row] - mean) / spread) / 2,
                _ => scores[row],
            };
        }
        int best = scores.AsSpan().IndexOf(scores.Max());
        return new Search(visitor.Index, scores[best], enrolled[best].Person == visitor.Person);
    }

    private IEnumerable<(string Person, int Index, float[]? Template)> Visitors(IReadOnlyList<Sample> samples, Method method) =>
        samples.GroupBy(sample => sample.Person, StringComparer.Ordinal).SelectMany((person, index) => Visits(person, method)
            .Select(visit => (person.Key, index, method.Rule.Visit([.. visit.Select(sample => faces[sample.File]).OfType<FaceRecord>()]))));

    private static IEnumerable<Sample[]> Visits(IEnumerable<Sample> person, Method method) => method.Shots switch
    {
        Method.FirstShot => [[person.First()]],
        1 => person.Chunk(1),
        _ => [[.. person.Take(method.Shots)]],
    };

    private TemplateMatrix CohortOf(OpenSet set) => new(
        [
            .. set.NonMated.DistinctBy(sample => sample.Person).Select(sample => faces[sample.File]).OfType<FaceRecord>()
                .Select((face, index) => (face.WithMirror(), index)),
        ]);
}

/// <summary>One way on each half and, for what it is worth, on both together.</summary>
internal sealed record MethodResult(string Method, string? Baseline, IReadOnlyList<HalfResult> Halves)
{
    /// <summary>Better on half A on average over the rates, and not worse on half B.</summary>
    public bool Holds => Baseline is not null && Gain(0) > 0 && Gain(1) >= 0;

    private double Gain(int half) => Halves[half].Points.Select(point => point.Difference).DefaultIfEmpty().Average();
}

/// <summary>One way on one half: <see cref="PairedPoint.Tpir"/> is its rate, <see cref="PairedPoint.AgainstTpir"/> the baseline's.</summary>
internal sealed record HalfResult(string Half, double Rank1, int MatedSearches, int NonMatedSearches, IReadOnlyList<PairedPoint> Points);
