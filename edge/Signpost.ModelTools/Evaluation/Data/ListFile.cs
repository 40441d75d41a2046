using System.Text;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Reads a list of one record a line, columns divided by tabs. Blank lines are passed over; anything else that does not fit is refused.</summary>
internal static class ListFile
{
    /// <summary>Bytes of the longest list that is read.</summary>
    public const int MaximumLength = 64 << 20;

    private const string ByteOrderMark = "\uFEFF";

    /// <param name="path">The list.</param>
    /// <param name="columns">What its columns are, for messages; a record has all of them, and none is empty.</param>
    /// <exception cref="DataException">Missing, unreadable, not UTF-8, empty, or a line that does not fit; names the file and the line.</exception>
    public static IReadOnlyList<ListRecord> Read(string path, params ReadOnlySpan<string> columns)
    {
        string expected = string.Join(" TAB ", columns);
        var records = new List<ListRecord>();
        string[] lines = Text(path).Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index].TrimEnd('\r');
            if (line.Length == 0)
                continue;
            string[] values = line.Split('\t');
            if (values.Length != columns.Length)
                throw new DataException($"{path}, line {index + 1}: {Counted(values.Length)}, expected {columns.Length}: {expected}");
            int empty = Array.FindIndex(values, string.IsNullOrWhiteSpace);
            if (empty >= 0)
                throw new DataException($"{path}, line {index + 1}: '{columns[empty]}' is empty, expected {expected}");
            records.Add(new ListRecord(path, index + 1, values));
        }
        return records.Count > 0 ? records : throw new DataException($"{path}: is empty, expected lines of {expected}");
    }

    /// <summary>The whole text of a list.</summary>
    /// <exception cref="DataException">Missing, unreadable, too long or not UTF-8.</exception>
    public static string Text(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaximumLength)
                throw new DataException($"{path}: has {length} bytes, at most {MaximumLength} are read");
            string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
            return text.StartsWith(ByteOrderMark, StringComparison.Ordinal) ? text[1..] : text;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: is missing");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read ({e.Message})");
        }
        catch (DecoderFallbackException)
        {
            throw new DataException($"{path}: is not UTF-8 text");
        }
    }

    private static string Counted(int columns) => columns == 1 ? "1 column" : $"{columns} columns";
}

/// <summary>One line of a list.</summary>
/// <param name="Path">The list.</param>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Values">The columns.</param>
internal sealed record ListRecord(string Path, int Line, IReadOnlyList<string> Values)
{
    /// <summary>The file that a column names, inside a folder and nowhere else.</summary>
    /// <exception cref="DataException">It is missing or outside.</exception>
    public string File(int column, string folder)
    {
        string root = System.IO.Path.GetFullPath(folder);
        string file = Values[column].Contains('\0') ? throw Wrong("holds a NUL") : System.IO.Path.GetFullPath(System.IO.Path.Combine(root, Values[column]));
        if (!file.StartsWith(root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Wrong($"lies outside {root}");
        return System.IO.File.Exists(file) ? file : throw Wrong($"is not in {root}");

        DataException Wrong(string fault) => new($"{Path}, line {Line}: the file in column {column + 1} {fault}");
    }

    /// <summary>A complaint about this line.</summary>
    public DataException Wrong(string fault) => new($"{Path}, line {Line}: {fault}");
}
