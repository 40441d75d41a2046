namespace Signpost.ModelTools.Evaluation;

/// <summary>One search of a list.</summary>
/// <param name="Person">Whose probe it was, from 0, among the mated or among the non-mated people.</param>
/// <param name="Score">Of the best entry; negative infinity if there was no face to search with, which counts as searched.</param>
/// <param name="Right">Whether the best entry is that person; never for a non-mated search.</param>
internal readonly record struct Search(int Person, float Score, bool Right);

/// <summary>Scores of an open-set identification and the rates of ISO/IEC 19795-1 that follow from them. A search returns its best entry or nobody.</summary>
internal sealed class OpenSetScores
{
    private readonly Search[] _right;
    private readonly Search[] _nonMated;
    private readonly int[] _matedSearches;

    public OpenSetScores(IReadOnlyCollection<Search> mated, IReadOnlyCollection<Search> nonMated)
    {
        (Mated, MatedPeople) = (mated.Count, People(mated));
        NonMatedPeople = People(nonMated);
        _right = [.. mated.Where(search => search.Right).OrderByDescending(search => search.Score)];
        _nonMated = [.. nonMated.OrderByDescending(search => search.Score)];
        Groups = [MatedPeople, NonMatedPeople];
        _matedSearches = new int[MatedPeople];
        foreach (Search search in mated)
            _matedSearches[search.Person]++;
        MatedScores = [.. mated.Where(search => search.Right).Select(search => search.Score)];
    }

    /// <summary>Mated searches, those without a face included.</summary>
    public int Mated { get; }

    /// <summary>People behind the mated searches.</summary>
    public int MatedPeople { get; }

    /// <summary>Non-mated searches, those without a face included.</summary>
    public int NonMated => _nonMated.Length;

    /// <summary>People behind the non-mated searches.</summary>
    public int NonMatedPeople { get; }

    /// <summary>Mated and non-mated people, for <see cref="Sampling"/>.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>Scores of mated searches whose best entry is the right one.</summary>
    public IReadOnlyList<float> MatedScores { get; }

    /// <summary>Scores of the best entries of non-mated searches, the highest first.</summary>
    public IEnumerable<float> NonMatedScores => _nonMated.Select(search => search.Score).Where(float.IsFinite);

    /// <summary>Mated searches whose best entry is the right one, whatever the score.</summary>
    public Proportion FirstRank => new(_right.Length, Mated);

    /// <summary>False positive identifications: non-mated searches at or above the threshold (FPIR).</summary>
    public Proportion FalsePositives(float threshold) => new(AtOrAbove(_nonMated, threshold), NonMated);

    /// <summary>True positive identifications: mated searches with the right entry at or above the threshold (TPIR; FNIR is the rest).</summary>
    public Proportion TruePositives(float threshold) => new(AtOrAbove(_right, threshold), Mated);

    /// <summary>Most non-mated searches that may find somebody at a rate.</summary>
    public int Allowed(double falsePositiveRate) => Allowed(falsePositiveRate, NonMated);

    /// <summary>The lowest threshold whose false positive rate is not above a limit.</summary>
    public float ThresholdFor(double falsePositiveRate)
    {
        int allowed = Allowed(falsePositiveRate);
        return allowed < _nonMated.Length && float.IsFinite(_nonMated[allowed].Score) ? MathF.BitIncrement(_nonMated[allowed].Score) : -1;
    }

    /// <summary>TPIR at a false positive rate when people count as often as they were drawn, the threshold found anew.</summary>
    /// <param name="falsePositiveRate">0 to 1.</param>
    /// <param name="weights">How often each mated and each non-mated person was drawn.</param>
    public double TruePositiveRate(double falsePositiveRate, int[][] weights)
    {
        float threshold = ThresholdFor(falsePositiveRate, weights[1]);
        long searches = 0, found = 0;
        foreach (ref readonly Search search in _right.AsSpan())
        {
            if (search.Score < threshold)
                break;
            found += weights[0][search.Person];
        }
        for (int person = 0; person < MatedPeople; person++)
            searches += (long)weights[0][person] * _matedSearches[person];
        return searches == 0 ? 0 : (double)found / searches;
    }

    /// <summary>Every step of the curve of FPIR and FNIR against the threshold (detection error trade-off), from the highest threshold down.</summary>
    public IEnumerable<DetPoint> Curve()
    {
        int right = 0;
        for (int index = 0; index < _nonMated.Length && float.IsFinite(_nonMated[index].Score); index++)
        {
            float score = _nonMated[index].Score;
            if (index + 1 < _nonMated.Length && _nonMated[index + 1].Score == score)
                continue;
            while (right < _right.Length && _right[right].Score >= score)
                right++;
            yield return new DetPoint(score, (index + 1.0) / NonMated, 1 - (double)right / Mated);
        }
    }

    private float ThresholdFor(double falsePositiveRate, int[] weights)
    {
        long searches = 0, found = 0;
        foreach (ref readonly Search search in _nonMated.AsSpan())
            searches += weights[search.Person];
        int allowed = Allowed(falsePositiveRate, searches);
        foreach (ref readonly Search search in _nonMated.AsSpan())
        {
            found += weights[search.Person];
            if (found > allowed)
                return float.IsFinite(search.Score) ? MathF.BitIncrement(search.Score) : -1;
        }
        return -1;
    }

    // A thousandth of six thousand is six, also in binary.
    private static int Allowed(double falsePositiveRate, long searches) => (int)Math.Floor(falsePositiveRate * searches + 1e-9);

    private static int People(IEnumerable<Search> searches) => searches.Select(search => search.Person).DefaultIfEmpty(-1).Max() + 1;

    private static int AtOrAbove(Search[] descending, float threshold)
    {
        int count = 0;
        while (count < descending.Length && descending[count].Score >= threshold)
            count++;
        return count;
    }
}

/// <summary>A step of the curve.</summary>
internal readonly record struct DetPoint(float Threshold, double Fpir, double Fnir);
