using System.Globalization;
using Signpost.Trust;

namespace Signpost.ControlPlane.Console.Parts;

/// <summary>A place's outline drawn to scale, north up, without a map: enough to see a swapped or mistyped corner. Local flat-earth projection, good to some kilometres.</summary>
internal sealed class PlaceSketch
{
    /// <summary>Side of the square drawing, in its own units.</summary>
    public const int Side = 320;

    private const double Margin = 56;
    private const double MetresPerDegree = 111_320;
    private static readonly double[] Bars = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000, 1_000_000];

    private PlaceSketch(IReadOnlyList<(double X, double Y)> corners, double unitsPerMetre, double width, double height, double area)
    {
        Corners = corners;
        Points = string.Join(' ', corners.Select(corner => $"{Number(corner.X)},{Number(corner.Y)}"));
        var bar = Bars.LastOrDefault(metres => metres * unitsPerMetre <= Side / 3.0, Bars[0]);
        BarLength = bar * unitsPerMetre;
        BarText = Distance(bar);
        (Width, Height, Area) = (width, height, area);
    }

    public IReadOnlyList<(double X, double Y)> Corners { get; }

    /// <summary>For an SVG polygon.</summary>
    public string Points { get; }

    public double BarLength { get; }

    public string BarText { get; }

    /// <summary>West to east, metres.</summary>
    public double Width { get; }

    /// <summary>South to north, metres.</summary>
    public double Height { get; }

    /// <summary>Square metres.</summary>
    public double Area { get; }

    /// <summary>Null for fewer than three corners.</summary>
    public static PlaceSketch? Of(IReadOnlyList<Corner> corners)
    {
        if (corners.Count < 3) return null;
        var shrink = Math.Cos(corners.Average(corner => corner.Latitude) * Math.PI / 180);
        var (west, north) = (corners.Min(corner => corner.Longitude), corners.Max(corner => corner.Latitude));
        var flat = corners.Select(corner => (X: (corner.Longitude - west) * shrink * MetresPerDegree, Y: (north - corner.Latitude) * MetresPerDegree)).ToList();
        var (width, height) = (flat.Max(point => point.X), flat.Max(point => point.Y));
        var scale = (Side - 2 * Margin) / Math.Max(1, Math.Max(width, height));
        var (left, top) = ((Side - width * scale) / 2, (Side - height * scale) / 2);
        return new PlaceSketch([.. flat.Select(point => (left + point.X * scale, top + point.Y * scale))], scale, width, height, Shoelace(flat));
    }

    public string Describe() => $"{Distance(Width)} west to east, {Distance(Height)} south to north, {Surface(Area)}";

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static double Shoelace(List<(double X, double Y)> points)
    {
        double twice = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var (a, b) = (points[i], points[(i + 1) % points.Count]);
            twice += a.X * b.Y - b.X * a.Y;
        }

        return Math.Abs(twice) / 2;
    }

    private static string Distance(double metres) => metres < 1_000
        ? metres.ToString("0", CultureInfo.InvariantCulture) + " m"
        : (metres / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + " km";

    private static string Surface(double squareMetres) => squareMetres < 10_000
        ? squareMetres.ToString("#,0", CultureInfo.InvariantCulture) + " m²"
        : squareMetres < 1_000_000
            ? (squareMetres / 10_000).ToString("0.#", CultureInfo.InvariantCulture) + " ha"
            : (squareMetres / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + " km²";
}
