namespace Signpost.ModelTools.Evaluation;

/// <summary>A 1:1 protocol: <c>pairs.txt</c> with <c>file TAB file TAB 1</c> for two pictures of one person and <c>0</c> for two people.</summary>
internal static class PairList
{
    /// <param name="data">Folder of <c>pairs.txt</c> and <c>images/</c>.</param>
    /// <exception cref="DataException">There is no such list, or a line does not fit, or one kind of pair is missing.</exception>
    public static IReadOnlyList<Pair> Read(string data)
    {
        string path = Path.Combine(data, "pairs.txt"), images = Path.Combine(data, "images");
        Pair[] pairs =
        [
            .. ListFile.Read(path, "file", "file", "1 or 0").Select(record => new Pair(record.File(0, images), record.File(1, images), record.Values[2] switch
            {
                "1" => true,
                "0" => false,
                _ => throw record.Wrong("the third column is neither 1 (one person) nor 0 (two people)"),
            })),
        ];
        return pairs.Any(pair => pair.Mated) && pairs.Any(pair => !pair.Mated)
            ? pairs
            : throw new DataException($"{path}: needs pairs of one person and pairs of two");
    }
}

/// <summary>Two pictures.</summary>
/// <param name="First">Full path.</param>
/// <param name="Second">Full path.</param>
/// <param name="Mated">Whether they show one person.</param>
internal sealed record Pair(string First, string Second, bool Mated);
