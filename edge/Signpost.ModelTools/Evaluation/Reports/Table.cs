using System.Globalization;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Reports for people: Markdown on standard output.</summary>
internal static class Table
{
    public static void Head(params ReadOnlySpan<string> columns)
    {
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
    }

    public static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
