using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Cli.Benchmarking;

/// <summary>What <c>bench search</c> found; times are microseconds a search, medians.</summary>
internal sealed record SearchResult(SearchMachine Machine, IReadOnlyList<SearchRow> Rows)
{
    private const double SinglePrecision = 512 * sizeof(float);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SearchJson.Default.SearchResult);

    /// <summary>The table as it stands in <c>docs/performance.md</c>.</summary>
    public string ToMarkdown()
    {
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Processor} ({string.Join(' ', Machine.Features)}), kernel {Machine.Kernel}, one thread, 512 values a template.");
        table.AppendLine();
        table.AppendLine("| entries | search µs | FAISS µs | FAISS ÷ search | reading the same bytes µs | search ÷ reading | memory of fp32 |");
        table.AppendLine("|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in Rows)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Entries} | {row.SearchUs:0.0} | {row.FaissUs:0.0} | {row.FaissUs / row.SearchUs:0.0} | {row.ReadUs:0.0} | {row.SearchUs / row.ReadUs:0.00} | {row.Bytes / (SinglePrecision * row.Entries):0.000} |");
        }
        return table.ToString().TrimEnd();
    }
}

internal sealed record SearchRow(int Entries, double SearchUs, double ReadUs, double FaissUs, long Bytes);

/// <summary>The unit's own report.</summary>
internal sealed record SearchMachine(string Processor, IReadOnlyList<string> Features, string Kernel, IReadOnlyList<SearchTimes> Searches);

internal sealed record SearchTimes(int Entries, double SearchUs, double ReadUs, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(SearchMachine))]
internal sealed partial class SearchJson : JsonSerializerContext;
