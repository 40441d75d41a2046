using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Signpost.Cli.Benchmarking;

/// <summary>The tables as they stand in <c>docs/performance.md</c>.</summary>
internal static class MarkdownTables
{
    public static string Of(BenchResult result)
    {
        var page = new StringBuilder();
        var machine = result.Machine;
        page.AppendLine(CultureInfo.InvariantCulture, $"Measured {machine.Measured} on {machine.Cpu}, {machine.Cores} cores ({machine.Vectors}), {machine.System}, {machine.Runtime}; load before: {machine.LoadBefore}.");
        foreach (var section in result.Sections)
        {
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {section.Title}").AppendLine();
            if (section.Command is { } command) page.AppendLine(CultureInfo.InvariantCulture, $"`{command}`").AppendLine();
            foreach (var note in section.Notes) page.AppendLine(note).AppendLine();
            if (section.Rows.Count == 0) continue;
            page.AppendLine(Line(section.Columns));
            page.AppendLine(Line(section.Columns.Select((_, column) => IsNumber(section, column) ? "---:" : "---")));
            foreach (var row in section.Rows) page.AppendLine(Line(row.Select(value => value.ToString())));
        }
        return page.ToString().TrimEnd();
    }

    private static bool IsNumber(BenchSection section, int column) => section.Rows.All(row => row[column].ValueKind is JsonValueKind.Number or JsonValueKind.Null);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
