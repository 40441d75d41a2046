namespace Signpost.ModelTools.Evaluation;

/// <summary>Makes visits of the pictures of one person: what a unit averages are a few shots, so a few pictures stand for them.</summary>
internal static class VisitMaker
{
    /// <summary>
    /// Every picture begins a visit of itself and the next ones, around the end of the row; visits have 2 to <paramref name="shots"/> pictures in turn.
    /// Where that would make the same visit twice it is made once. A person with one picture makes none.
    /// </summary>
    /// <param name="pictures">Of the person.</param>
    /// <param name="shots">Pictures of a visit at most, at least 2.</param>
    /// <returns>Places of the pictures of each visit.</returns>
    public static IReadOnlyList<int[]> Visits(int pictures, int shots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shots, 2);
        if (pictures < 2)
            return [];
        var visits = new List<int[]>();
        bool hasWhole = false;
        for (int first = 0; first < pictures; first++)
        {
            int length = Math.Min(pictures, 2 + first % (shots - 1));
            if (length == pictures && hasWhole)
                continue;
            hasWhole |= length == pictures;
            visits.Add([.. Enumerable.Range(first, length).Select(place => place % pictures)]);
        }
        return visits;
    }
}
