using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signpost.Benchmarks.Measuring;

/// <summary>One table of results.</summary>
/// <param name="Name">For machines: stages, yardsticks, frame, streams.</param>
/// <param name="Title">For people.</param>
/// <param name="Notes">What a reader has to know to believe the figures.</param>
/// <param name="Columns">Names and units, in order.</param>
/// <param name="Rows">A value (text, number or nothing) for each column.</param>
internal sealed record Section(string Name, string Title, IReadOnlyList<string> Notes, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows);

/// <summary>Hands sections to the program that asked for them.</summary>
internal static class SectionFile
{
    public static void Write(string path, IEnumerable<Section> sections)
    {
        var array = new JsonArray();
        foreach (var section in sections)
        {
            array.Add(new JsonObject
            {
                ["name"] = section.Name,
                ["title"] = section.Title,
                ["notes"] = new JsonArray([.. section.Notes.Select(note => JsonValue.Create(note))]),
                ["columns"] = new JsonArray([.. section.Columns.Select(column => JsonValue.Create(column))]),
                ["rows"] = new JsonArray([.. section.Rows.Select(row => new JsonArray([.. row.Select(value => JsonSerializer.SerializeToNode(value))]))]),
            });
        }

        File.WriteAllText(path, array.ToJsonString());
    }
}
