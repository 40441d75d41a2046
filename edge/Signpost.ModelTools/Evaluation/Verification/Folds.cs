namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Folds as the protocol of Labeled Faces in the Wild has them: the threshold that judges most pairs of the other folds rightly is applied to the one
/// left out. Pairs are cut into runs in the order of the list, mated and non-mated ones apart, so that neighbours, which tend to show the same people,
/// stay together.
/// </summary>
internal static class Folds
{
    /// <summary>Accuracy of each fold at the threshold of the others.</summary>
    /// <param name="scores">In the order of the list.</param>
    /// <param name="folds">At least 2, and not more than there are pairs of either kind.</param>
    /// <exception cref="DataException">Too few pairs for so many folds.</exception>
    public static IReadOnlyList<FoldResult> Run(IReadOnlyList<(float Score, bool Mated)> scores, int folds)
    {
        int[] foldOf = Assign(scores, folds);
        return
        [
            .. Enumerable.Range(0, folds).Select(fold =>
            {
                float threshold = new PairScores([.. scores.Where((_, index) => foldOf[index] != fold)]).BestThreshold();
                Proportion right = new PairScores([.. scores.Where((_, index) => foldOf[index] == fold)]).Right(threshold);
                return new FoldResult(threshold, right.Rate, right.Count, right.Total);
            }),
        ];
    }

    private static int[] Assign(IReadOnlyList<(float Score, bool Mated)> scores, int folds)
    {
        int mated = scores.Count(score => score.Mated), nonMated = scores.Count - mated;
        if (Math.Min(mated, nonMated) < folds)
            throw new DataException($"{folds} folds need {folds} pairs of each kind; there are {mated} of one person and {nonMated} of two");
        int[] foldOf = new int[scores.Count];
        int seenMated = 0, seenNonMated = 0;
        for (int index = 0; index < foldOf.Length; index++)
            foldOf[index] = scores[index].Mated ? seenMated++ * folds / mated : seenNonMated++ * folds / nonMated;
        return foldOf;
    }
}

/// <summary>One fold.</summary>
/// <param name="Threshold">Found on the others.</param>
/// <param name="Accuracy">Share of its pairs judged rightly.</param>
/// <param name="Right">Count behind it.</param>
/// <param name="Pairs">Of so many.</param>
internal sealed record FoldResult(float Threshold, double Accuracy, long Right, long Pairs);
