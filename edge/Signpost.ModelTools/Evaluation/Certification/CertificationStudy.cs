using Signpost.Edge.Vision;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Measures how often different people match: picture by picture, every pair once; and by the unit's visit rule, averages of several pictures against
/// every picture as a reference.
/// </summary>
/// <param name="faces">Every picture was loaded.</param>
/// <param name="samples">Pictures of people.</param>
internal sealed class CertificationStudy(FaceStore faces, IReadOnlyList<Sample> samples)
{
    /// <summary>The lowest threshold that is certified. Below it two strangers in a few hundred match: no order should go there.</summary>
    public const float LowestThreshold = 0.30f;

    private const int Steps = 100;

    private readonly IGrouping<string, FaceRecord>[] _people =
    [
        .. samples.Where(sample => faces[sample.File] is not null).GroupBy(sample => sample.Person, sample => faces[sample.File]!, StringComparer.Ordinal),
    ];

    /// <summary>Shots of a visit at most: the unit's own default.</summary>
    public static int ShotsPerVisit { get; } = new VisionOptions().ShotsPerVisit;

    /// <summary>People with a face in a picture.</summary>
    public int People => _people.Length;

    /// <summary>Pictures with a face.</summary>
    public int Pictures => _people.Sum(person => person.Count());

    /// <summary>Both rules at the same thresholds, in hundredths, up to the first at which neither has a false match.</summary>
    /// <exception cref="DataException">There are too few people.</exception>
    public (FalseMatchCurve Single, FalseMatchCurve Visits) Measure()
    {
        if (_people.Length < 2 || !_people.Any(person => person.Count() > 1))
            throw new DataException($"{_people.Length} people with a face in a picture: at least 2 are needed, and one of them with two pictures");
        using TemplateMatrix references = Matrix(face => face.Select(TemplateRule.InUse.Reference));
        using TemplateMatrix probes = Matrix(face => face.Select(TemplateRule.InUse.Probe));
        using TemplateMatrix visits = Matrix(Visits);
        NonMatedComparisons single = PairScan.Scan(probes, references, LowestThreshold, onceEach: true);
        NonMatedComparisons averaged = PairScan.Scan(visits, references, LowestThreshold, onceEach: false);
        IReadOnlyList<float> thresholds = Thresholds(single, averaged);
        int[] pictures = Counts(references), made = Counts(visits);
        return (
            FalseMatchCurve.Of("single pictures, every pair once", single, new Comparisons(pictures, pictures, onceEach: true), thresholds),
            FalseMatchCurve.Of(
                $"visits of 2 to {ShotsPerVisit} pictures, averaged by quality", averaged, new Comparisons(made, pictures, onceEach: false), thresholds));
    }

    private static IReadOnlyList<float> Thresholds(NonMatedComparisons single, NonMatedComparisons averaged)
    {
        float highest = Math.Max(single.Highest, averaged.Highest);
        int first = (int)MathF.Round(LowestThreshold * Steps);
        return [.. Enumerable.Range(first, Steps - first).Select(step => (float)step / Steps).TakeWhile((threshold, index) => index == 0 || threshold - 1f / Steps < highest)];
    }

    private static IEnumerable<float[]> Visits(IEnumerable<FaceRecord> pictures)
    {
        FaceRecord[] faces = [.. pictures];
        return VisitMaker.Visits(faces.Length, ShotsPerVisit).Select(visit => TemplateRule.InUse.Visit([.. visit.Select(place => faces[place])])).OfType<float[]>();
    }

    private TemplateMatrix Matrix(Func<IEnumerable<FaceRecord>, IEnumerable<float[]>> templates) =>
        new([.. _people.SelectMany((person, number) => templates(person).Select(template => (template, number)))]);

    private int[] Counts(TemplateMatrix matrix)
    {
        int[] counts = new int[People];
        foreach (int person in matrix.People)
            counts[person]++;
        return counts;
    }
}
