using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Cli.Benchmarking;

/// <summary>What <c>bench --report FILE</c> writes.</summary>
/// <param name="Machine">What it was measured on.</param>
/// <param name="Sections">The tables.</param>
internal sealed record BenchResult(MachineFacts Machine, IReadOnlyList<BenchSection> Sections)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BenchJson.Default.BenchResult);
}

/// <summary>A table of figures.</summary>
/// <param name="Name">For machines.</param>
/// <param name="Title">For people.</param>
/// <param name="Notes">What a reader has to know to believe the figures.</param>
/// <param name="Columns">Names with units.</param>
/// <param name="Rows">A text or a number for each column.</param>
/// <param name="Command">What measured it.</param>
internal sealed record BenchSection(
    string Name, string Title, IReadOnlyList<string> Notes, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, string? Command = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(List<BenchSection>))]
internal sealed partial class BenchJson : JsonSerializerContext;
