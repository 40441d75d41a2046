using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Writes a report as JSON: camel case, indented, a line feed at the end.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static string Text<T>(T report) => JsonSerializer.Serialize(report, Options) + "\n";

    /// <summary>Writes a file, if one is asked for.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write<T>(string? path, T report)
    {
        if (path is not null)
            File.WriteAllText(path, Text(report));
    }
}
