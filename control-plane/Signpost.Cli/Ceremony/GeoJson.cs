using System.Text.Json;
using Signpost.Trust;

namespace Signpost.Cli.Ceremony;

/// <summary>Reads one place from GeoJSON (RFC 7946): a Polygon with one ring, alone, in a Feature or as the one Feature of a collection.</summary>
internal static class GeoJson
{
    private const int MaximumLength = 1024 * 1024;

    /// <returns>Corners in order, without the closing one; what <see cref="Polygon.Check"/> finds sound.</returns>
    /// <exception cref="SetUpException">The file is missing, or anything else.</exception>
    public static IReadOnlyList<Corner> Read(FileInfo file)
    {
        if (!file.Exists) throw new SetUpException($"{file}: there is no such file.");
        if (file.Length > MaximumLength) throw new SetUpException($"{file} is {file.Length} bytes long; at most {MaximumLength} are read.");
        return Read(File.ReadAllBytes(file.FullName), file.Name);
    }

    /// <exception cref="SetUpException">It is no such place: says what was found.</exception>
    public static IReadOnlyList<Corner> Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            var corners = Ring(Geometry(document.RootElement, name), name);
            if (corners.Count > 1 && corners[0] == corners[^1]) corners.RemoveAt(corners.Count - 1);
            return Polygon.Check(corners) is { } broken ? throw new SetUpException($"{name}: {broken}.") : corners;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SetUpException($"{name}: is no GeoJSON polygon ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    private static JsonElement Geometry(JsonElement element, string name) => element.GetProperty("type").GetString() switch
    {
        "Polygon" => element,
        "Feature" => Geometry(element.GetProperty("geometry"), name),
        "FeatureCollection" when element.GetProperty("features").GetArrayLength() == 1 => Geometry(element.GetProperty("features")[0], name),
        var other => throw new SetUpException($"{name}: holds a {other}; one Polygon is expected, alone or as the one Feature."),
    };

    private static List<Corner> Ring(JsonElement polygon, string name)
    {
        var rings = polygon.GetProperty("coordinates");
        if (rings.GetArrayLength() != 1) throw new SetUpException($"{name}: the polygon has {rings.GetArrayLength()} rings; one, without holes, is expected.");
        var corners = new List<Corner>();
        foreach (var position in rings[0].EnumerateArray())
        {
            // RFC 7946 §3.1.1: longitude first.
            if (position.GetArrayLength() is not (2 or 3)) throw new SetUpException($"{name}: a position has {position.GetArrayLength()} numbers; longitude and latitude are expected.");
            corners.Add(new Corner(position[1].GetDouble(), position[0].GetDouble()));
        }

        return corners;
    }
}
