namespace Signpost.ModelTools.Evaluation;

/// <summary>How many comparisons of different people there are, without a table of all pairs: probes × references less those of one person.</summary>
/// <param name="probes">Of each person.</param>
/// <param name="references">Of each person.</param>
/// <param name="onceEach">Whether both are the same pictures, and a pair of them counts once.</param>
internal sealed class Comparisons(IReadOnlyList<int> probes, IReadOnlyList<int> references, bool onceEach)
{
    private readonly double _allProbes = probes.Sum(count => (double)count), _allReferences = references.Sum(count => (double)count);

    private double Share => onceEach ? 0.5 : 1;

    public int People => probes.Count;

    /// <summary>All of them.</summary>
    public double Total => Share * (_allProbes * _allReferences - Sum(person => (double)probes[person] * references[person]));

    /// <summary>Sum over pairs of people of the square of <see cref="OfPair"/>.</summary>
    public double SumOfSquaredPairs
    {
        get
        {
            double probe = Sum(person => (double)probes[person] * probes[person]), reference = Sum(person => (double)references[person] * references[person]);
            double both = Sum(person => (double)probes[person] * references[person]);
            double own = Sum(person => (double)probes[person] * probes[person] * references[person] * references[person]);
            return Share * Share * (probe * reference - own + both * both - own);
        }
    }

    /// <summary>People with one picture each; each pair counts once.</summary>
    public static Comparisons OneEach(int people) => new(Enumerable.Repeat(1, people).ToArray(), Enumerable.Repeat(1, people).ToArray(), onceEach: true);

    /// <summary>Of two different people, whoever is the probe.</summary>
    public double OfPair(int first, int second) => Share * ((double)probes[first] * references[second] + (double)probes[second] * references[first]);

    /// <summary>Of a person with everybody else.</summary>
    public double OfPerson(int person) =>
        Share * (probes[person] * (_allReferences - references[person]) + references[person] * (_allProbes - probes[person]));

    private double Sum(Func<int, double> value) => Enumerable.Range(0, People).Sum(value);
}
