using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Cli.Benchmarking;

/// <summary>What the gallery search was measured to take; times are microseconds a search, medians.</summary>
internal sealed record SearchResult(SearchMachine Machine, IReadOnlyList<SearchRow> Rows)
{
    private const double SinglePrecision = 512 * sizeof(float);

    private static readonly string[] Columns = ["entries", "search µs", "FAISS µs", "FAISS ÷ search", "reading the same bytes µs", "search ÷ reading", "memory of fp32"];

    /// <summary>The table as it stands in <c>docs/performance.md</c>.</summary>
    public BenchSection ToSection() => new(
        "search",
        "Gallery search",
        [$"{Machine.Processor} ({string.Join(' ', Machine.Features)}), kernel {Machine.Kernel}, one thread, 512 values a template."],
        Columns,
        [.. Rows.Select(Line)]);

    private static IReadOnlyList<JsonElement> Line(SearchRow row) =>
    [
        Number(row.Entries, 0), Number(row.SearchUs, 1), Number(row.FaissUs, 1), Number(row.FaissUs / row.SearchUs, 1), Number(row.ReadUs, 1),
        Number(row.SearchUs / row.ReadUs, 2), Number(row.Bytes / (SinglePrecision * row.Entries), 3),
    ];

    private static JsonElement Number(double value, int digits) => JsonSerializer.SerializeToElement(Math.Round(value, digits));
}

/// <summary>One size of the gallery.</summary>
internal sealed record SearchRow(int Entries, double SearchUs, double ReadUs, double FaissUs, long Bytes);

/// <summary>The unit's own report.</summary>
internal sealed record SearchMachine(string Processor, IReadOnlyList<string> Features, string Kernel, IReadOnlyList<SearchTimes> Searches);

internal sealed record SearchTimes(int Entries, double SearchUs, double ReadUs, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchMachine))]
internal sealed partial class SearchJson : JsonSerializerContext;
