namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// False matches within groups of people who share labels (NIST FRTE part 8: cross-match rates within a demographic group at a threshold that is global).
/// Every picture counts as a person of its own: the data have no identities, and two pictures of one person would show as false matches.
/// </summary>
internal sealed class DemographicStudy
{
    private readonly NonMatedComparisons _all;
    private readonly Sampling _sampling;
    private readonly int _people;

    /// <param name="references">All pictures with a face, as references; people numbered from 0 in the same order.</param>
    /// <param name="probes">The same as probes.</param>
    /// <param name="least">Scores below are counted and not kept: has to lie below every threshold asked for.</param>
    /// <param name="sampling">The bootstrap.</param>
    public DemographicStudy(TemplateMatrix probes, TemplateMatrix references, float least, Sampling sampling)
    {
        _all = PairScan.Scan(probes, references, least, onceEach: true);
        (_people, _sampling) = (probes.Count, sampling);
    }

    /// <summary>The threshold at which the false match rate over all pairs is at most this.</summary>
    /// <exception cref="DataException">Too few pictures for that rate.</exception>
    public float GlobalThreshold(double fmr) => _all.Count * fmr >= 1 && _all.ThresholdFor(fmr) is { } threshold
        ? threshold
        : throw new DataException($"{_all.Count} pairs of pictures cannot show a false match rate of {fmr}; more pictures are needed");

    /// <summary>False matches over all pairs.</summary>
    public Proportion Overall(float threshold) => _all.FalseMatches(threshold);

    /// <summary>False matches between members of a group at a threshold.</summary>
    /// <param name="label">Of the group.</param>
    /// <param name="members">Their numbers.</param>
    /// <param name="threshold">Global.</param>
    public GroupRate Within(string label, IReadOnlyCollection<int> members, float threshold)
    {
        List<(int First, int Second)> wrong = FalseMatches(members, threshold);
        var rate = new Proportion(wrong.Count, Pairs(members.Count));
        Interval people = _sampling.Interval([members.Count], weights => PairBootstrap.Rate(wrong, weights[0]));
        // Where fewer are left than show a design effect, the last threshold at which enough could be seen tells it.
        List<(int First, int Second)> telling = wrong.Count < FalseMatchBound.Enough ? Nearest(members, FalseMatchBound.Enough) : wrong;
        double designEffect = FalseMatchBound.DesignEffect(
            [.. telling.Select(pair => new NonMatedPair(pair.First, pair.Second, threshold))], Comparisons.OneEach(members.Count));
        return new GroupRate(
            label, members.Count, threshold, rate.Count, rate.Total, rate.Rate, rate.Interval.Low, rate.Interval.High, people.Low, people.High,
            FalseMatchBound.Upper(rate, designEffect));
    }

    /// <summary>The 95 % interval of the worst rate over the geometric mean, the members of every group drawn again.</summary>
    public Interval RatioInterval(IReadOnlyList<IReadOnlyCollection<int>> groups, float threshold)
    {
        List<(int First, int Second)>[] wrong = [.. groups.Select(members => FalseMatches(members, threshold))];
        return _sampling.Interval([.. groups.Select(members => members.Count)], weights => Inequity.WorstToGeometricMean(
            [.. wrong.Select((pairs, group) => Inequity.Floored(PairBootstrap.Rate(pairs, weights[group]), Pairs(groups[group].Count)))]));
    }

    private List<(int First, int Second)> FalseMatches(IReadOnlyCollection<int> members, float threshold) =>
        [.. Within(members).TakeWhile(pair => pair.Score >= threshold).Select(pair => (pair.First, pair.Second))];

    private List<(int First, int Second)> Nearest(IReadOnlyCollection<int> members, int count) =>
        [.. Within(members).Take(count).Select(pair => (pair.First, pair.Second))];

    /// <summary>Pairs of a group's members by their places in the group, the most alike first.</summary>
    private List<NonMatedPair> Within(IReadOnlyCollection<int> members)
    {
        int[] place = new int[_people];
        Array.Fill(place, -1);
        foreach ((int index, int member) in members.Index())
            place[member] = index;
        List<NonMatedPair> pairs = [];
        foreach (ref readonly NonMatedPair pair in _all.Descending)
        {
            if (place[pair.First] >= 0 && place[pair.Second] >= 0)
                pairs.Add(new NonMatedPair(place[pair.First], place[pair.Second], pair.Score));
        }
        return pairs;
    }

    private static long Pairs(int members) => (long)members * (members - 1) / 2;
}

/// <summary>One group at one threshold.</summary>
/// <param name="Label">As the data set has it.</param>
/// <param name="Pictures">Members.</param>
/// <param name="Threshold">Global.</param>
/// <param name="FalseMatches">Pairs of members at or above it.</param>
/// <param name="Pairs">All pairs of members.</param>
/// <param name="Fmr">Their quotient.</param>
/// <param name="FmrLow">Exact, as if pairs were independent.</param>
/// <param name="FmrHigh">Exact, as if pairs were independent.</param>
/// <param name="FmrBootstrapLow">Members drawn again.</param>
/// <param name="FmrBootstrapHigh">Members drawn again.</param>
/// <param name="FmrUpper95">One-sided upper bound, as in a certificate.</param>
internal sealed record GroupRate(
    string Label, int Pictures, float Threshold, long FalseMatches, long Pairs, double Fmr, double FmrLow, double FmrHigh, double FmrBootstrapLow,
    double FmrBootstrapHigh, double FmrUpper95);
