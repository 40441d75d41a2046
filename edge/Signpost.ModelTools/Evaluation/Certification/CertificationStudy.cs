using Signpost.Edge.Vision;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Measures how often different people match: picture by picture, every pair once; and by the unit's visit rule, the average of a visit's pictures, compared
/// anew with each that is added from the second on, against every picture as a reference.
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
        using var visits = new TemplateMatrix(Visits());
        NonMatedComparisons single = PairScan.Scan(probes, references, LowestThreshold, onceEach: true);
        NonMatedComparisons averaged = PairScan.Scan(visits, references, LowestThreshold, onceEach: false);
        IReadOnlyList<float> thresholds = Thresholds(single, averaged);
        int[] pictures = Counts(references), made = Counts(visits);
        return (
            FalseMatchCurve.Of("single pictures, every pair once", single, new Comparisons(pictures, pictures, onceEach: true), thresholds),
            FalseMatchCurve.Of(
                $"visits of 2 to {ShotsPerVisit} pictures, averaged by quality, the highest score from the second picture on", averaged, new Comparisons(made, pictures, onceEach: false), thresholds));
    }

    private static IReadOnlyList<float> Thresholds(NonMatedComparisons single, NonMatedComparisons averaged)
    {
        float highest = Math.Max(single.Highest, averaged.Highest);
        int first = (int)MathF.Round(LowestThreshold * Steps);
        return [.. Enumerable.Range(first, Steps - first).Select(step => (float)step / Steps).TakeWhile((threshold, index) => index == 0 || threshold - 1f / Steps < highest)];
    }

    // A unit compares after every shot that it keeps, and one comparison at the threshold is a match: so each visit has a template for each of its lengths.
    private List<(float[] Template, int Person, int Search)> Visits()
    {
        var rows = new List<(float[], int, int)>();
        int search = 0;
        foreach ((int person, IGrouping<string, FaceRecord> pictures) in _people.Index())
        {
            FaceRecord[] shots = [.. pictures];
            foreach (int[] visit in VisitMaker.Visits(shots.Length, ShotsPerVisit))
            {
                rows.AddRange(Enumerable.Range(2, visit.Length - 1)
                    .Select(length => TemplateRule.InUse.Visit([.. visit.Take(length).Select(place => shots[place])]))
                    .OfType<float[]>()
                    .Select(template => (template, person, search)));
                search++;
            }
        }
        return rows;
    }

    private TemplateMatrix Matrix(Func<IEnumerable<FaceRecord>, IEnumerable<float[]>> templates) =>
        new([.. _people.SelectMany((person, number) => templates(person).Select(template => (template, number)))]);

    private int[] Counts(TemplateMatrix matrix)
    {
        int[] counts = new int[People];
        for (int row = 0; row < matrix.Count; row++)
            counts[matrix.People[row]] += matrix.Begins(row) ? 1 : 0;
        return counts;
    }
}
