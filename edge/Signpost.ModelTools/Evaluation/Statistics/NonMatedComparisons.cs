namespace Signpost.ModelTools.Evaluation;

/// <summary>Comparisons of different people: how many there were, and the high ones.</summary>
internal sealed class NonMatedComparisons
{
    private readonly NonMatedPair[] _descending;

    /// <param name="count">All comparisons.</param>
    /// <param name="high">Those worth keeping.</param>
    public NonMatedComparisons(long count, IEnumerable<NonMatedPair> high)
    {
        Count = count;
        _descending = [.. high.OrderByDescending(pair => pair.Score).ThenBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    /// <summary>All comparisons.</summary>
    public long Count { get; }

    /// <summary>The high ones, the highest first.</summary>
    public ReadOnlySpan<NonMatedPair> Descending => _descending;

    /// <summary>The highest score; negative infinity if none was kept.</summary>
    public float Highest => _descending.Length == 0 ? float.NegativeInfinity : _descending[0].Score;

    /// <summary>Comparisons at or above a threshold, which must not lie below what was kept.</summary>
    public Proportion FalseMatches(float threshold)
    {
        int low = 0, high = _descending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_descending[middle].Score >= threshold)
                low = middle + 1;
            else
                high = middle;
        }
        return new Proportion(low, Count);
    }

    /// <summary>The lowest threshold whose false match rate is not above a limit; null if too few pairs were kept to tell.</summary>
    public float? ThresholdFor(double falseMatchRate)
    {
        long allowed = (long)Math.Floor(falseMatchRate * Count + 1e-9);
        return allowed < _descending.Length ? MathF.BitIncrement(_descending[allowed].Score) : null;
    }
}
