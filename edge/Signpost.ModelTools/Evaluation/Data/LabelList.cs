using System.Globalization;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Labels that come with a data set: a first line that names the columns, then <c>file TAB label …</c>. They are read here and inferred nowhere.
/// </summary>
/// <param name="Columns">Names of the labels.</param>
/// <param name="Rows">A picture each.</param>
internal sealed record LabelList(IReadOnlyList<string> Columns, IReadOnlyList<LabelledPicture> Rows)
{
    /// <summary>Width of a band, for columns of whole numbers such as ages.</summary>
    private const int Band = 20;

    private readonly HashSet<int> _numeric = [];

    /// <summary>Whether a column held numbers, which were put in bands.</summary>
    public bool IsNumeric(int column) => _numeric.Contains(column);

    /// <param name="path">The list.</param>
    /// <param name="images">Folder of the pictures.</param>
    /// <exception cref="DataException">Missing, or a line does not fit.</exception>
    public static LabelList Read(string path, string images)
    {
        string[] header = ListFile.Text(path).Split('\n')[0].TrimEnd('\r').Split('\t');
        if (header.Length < 2 || header[0] != "file" || header.Any(string.IsNullOrWhiteSpace) || header.Distinct().Count() != header.Length)
            throw new DataException($"{path}, line 1: expected the names of the columns, 'file' first, then one label or more, none twice");
        IReadOnlyList<ListRecord> records = ListFile.Read(path, header);
        if (records.Count < 2)
            throw new DataException($"{path}: has no picture below its first line");
        string[][] values = [.. records.Skip(1).Select(record => record.Values.Skip(1).ToArray())];
        var list = new LabelList(header[1..], [.. records.Skip(1).Select((record, index) => new LabelledPicture(record.File(0, images), values[index]))]);
        for (int column = 0; column < header.Length - 1; column++)
        {
            if (PutInBands(values, column))
                list._numeric.Add(column);
        }
        return list;
    }

    private static bool PutInBands(string[][] values, int column)
    {
        if (!values.All(row => int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return false;
        foreach (string[] row in values)
        {
            long low = int.Parse(row[column], CultureInfo.InvariantCulture) / Band * (long)Band;
            row[column] = string.Create(CultureInfo.InvariantCulture, $"{low}–{low + Band - 1}");
        }
        return true;
    }
}

/// <summary>A picture and its labels, in the order of the columns.</summary>
internal sealed record LabelledPicture(string File, IReadOnlyList<string> Labels);
