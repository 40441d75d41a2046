using System.Globalization;
using Signpost.Trust;

namespace Signpost.ControlPlane.Console.Parts;

/// <summary>Corners typed one a line as <c>latitude, longitude</c> in degrees (WGS 84).</summary>
internal static class CornerText
{
    /// <summary>The corners that can be read, and a message for every line that cannot.</summary>
    public static (IReadOnlyList<Corner> Corners, IReadOnlyList<string> Errors) Read(string? text)
    {
        List<Corner> corners = [];
        List<string> errors = [];
        var lines = (text ?? "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0) continue;
            var parts = line.Split([',', ';', '\t', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && Degrees(parts[0], 90, out var latitude) && Degrees(parts[1], 180, out var longitude)) corners.Add(new Corner(latitude, longitude));
            else errors.Add($"Line {i + 1}: '{line}' is not a latitude (−90 to 90) and a longitude (−180 to 180), such as 51.5014, -0.1419.");
        }

        return (corners, errors);
    }

    public static string Write(IEnumerable<Corner> corners) =>
        string.Join('\n', corners.Select(corner => string.Create(CultureInfo.InvariantCulture, $"{corner.Latitude:0.#####}, {corner.Longitude:0.#####}")));

    private static bool Degrees(string text, double limit, out double value) =>
        double.TryParse(text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && Math.Abs(value) <= limit;
}
