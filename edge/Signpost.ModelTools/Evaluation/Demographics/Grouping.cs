namespace Signpost.ModelTools.Evaluation;

/// <summary>A way to cut labelled pictures into groups: by one column, or by all of them but bands of numbers, crossed.</summary>
/// <param name="By">Names of the columns.</param>
/// <param name="Groups">Label and members, in order of label; every picture with a face is in one.</param>
/// <param name="IsNumeric">Whether the groups are bands of numbers.</param>
/// <param name="IsCrossed">Whether several columns make a group.</param>
internal sealed record Grouping(string By, IReadOnlyList<(string Label, IReadOnlyList<int> Members)> Groups, bool IsNumeric, bool IsCrossed)
{
    /// <summary>Below so many pictures there are too few pairs to state a rate of.</summary>
    public const int LeastPictures = 20;

    /// <param name="labels">Columns and rows.</param>
    /// <param name="hasFace">For each row, whether a face was found in the picture; members are numbered among those.</param>
    /// <param name="columns">Columns to cut by; none: all.</param>
    /// <exception cref="DataException">There is no such column.</exception>
    public static IReadOnlyList<Grouping> All(LabelList labels, IReadOnlyList<bool> hasFace, IReadOnlyList<string> columns)
    {
        int[] chosen = columns.Count == 0
            ? [.. Enumerable.Range(0, labels.Columns.Count)]
            : [.. columns.Select(column => IndexOf(labels, column))];
        LabelledPicture[] found = [.. labels.Rows.Where((_, index) => hasFace[index])];
        List<Grouping> groupings = [.. chosen.Select(column => Cut(labels, found, [column]))];
        int[] crossed = [.. chosen.Where(column => !labels.IsNumeric(column))];
        if (crossed.Length > 1)
            groupings.Add(Cut(labels, found, crossed));
        return groupings;
    }

    private static Grouping Cut(LabelList labels, LabelledPicture[] found, int[] columns)
    {
        var groups = found.Select((picture, member) => (Label: string.Join(", ", columns.Select(column => picture.Labels[column])), member))
            .GroupBy(picture => picture.Label, picture => picture.member)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, (IReadOnlyList<int>)[.. group]));
        return new Grouping(string.Join(" × ", columns.Select(column => labels.Columns[column])), [.. groups], columns.Any(labels.IsNumeric), columns.Length > 1);
    }

    private static int IndexOf(LabelList labels, string column)
    {
        int index = labels.Columns.ToList().IndexOf(column);
        return index >= 0 ? index : throw new DataException($"there is no column '{column}' among {string.Join(", ", labels.Columns)}");
    }
}
