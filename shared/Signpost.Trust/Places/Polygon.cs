namespace Signpost.Trust;

/// <summary>A place on a map: corners in order, closed by itself. Edges are straight lines in degrees, which over a town's distances is what a map shows.</summary>
public sealed class Polygon
{
    /// <summary>Degrees of longitude or latitude that a place spans at most: less than any that could wrap round the globe unseen.</summary>
    public const double MaximumSpan = 10;

    private readonly Corner[] _corners;
    private readonly Corner _least, _greatest;

    /// <param name="corners">What <see cref="Check"/> finds sound.</param>
    public Polygon(IEnumerable<Corner> corners)
    {
        _corners = [.. corners];
        _least = new Corner(_corners.Min(corner => corner.Latitude), _corners.Min(corner => corner.Longitude));
        _greatest = new Corner(_corners.Max(corner => corner.Latitude), _corners.Max(corner => corner.Longitude));
    }

    /// <summary>Its corners.</summary>
    public IReadOnlyList<Corner> Corners => _corners;

    /// <summary>What is wrong with these corners, in words, or null: on the globe, 3 of them at least, of a town's or a county's extent, around some area, and no edge crosses another.</summary>
    public static string? Check(IReadOnlyList<Corner> corners)
    {
        ArgumentNullException.ThrowIfNull(corners);
        if (corners.Count is < 3 or > OrderRules.MaximumCorners) return $"polygon has {corners.Count} corners; 3 to {OrderRules.MaximumCorners} are expected";
        // Written so that NaN fails.
        if (!corners.All(corner => Math.Abs(corner.Latitude) <= 90 && Math.Abs(corner.Longitude) <= 180)) return "a corner of the polygon is not on the globe";
        if (corners.Max(corner => corner.Latitude) - corners.Min(corner => corner.Latitude) > MaximumSpan
            || corners.Max(corner => corner.Longitude) - corners.Min(corner => corner.Longitude) > MaximumSpan)
            return $"the polygon spans more than {MaximumSpan} degrees";
        for (var i = 0; i < corners.Count; i++)
        {
            if (corners[i] == corners[(i + 1) % corners.Count]) return "two corners of the polygon that follow each other are the same";
            for (var j = i + 1; j < corners.Count; j++)
            {
                if (Meet(corners, i, j)) return "edges of the polygon cross or touch each other";
            }
        }

        return null;
    }

    /// <summary>Whether a point is inside or on an edge.</summary>
    public bool Contains(Corner point)
    {
        if (!(point.Latitude >= _least.Latitude && point.Latitude <= _greatest.Latitude && point.Longitude >= _least.Longitude && point.Longitude <= _greatest.Longitude)) return false;
        var inside = false;
        for (var i = 0; i < _corners.Length; i++)
        {
            var (a, b) = (_corners[i], _corners[(i + 1) % _corners.Length]);
            if (Side(a, b, point) == 0 && IsBetween(a, b, point)) return true;
            if (a.Latitude > point.Latitude == b.Latitude > point.Latitude) continue;
            // The ray towards the east crosses the edge if the point lies west of it.
            if (Side(a, b, point) > 0 == b.Latitude > a.Latitude) inside = !inside;
        }

        return inside;
    }

    /// <summary>Whether the two have a point in common, an edge's included.</summary>
    public bool Touches(Polygon other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_least.Latitude > other._greatest.Latitude || other._least.Latitude > _greatest.Latitude || _least.Longitude > other._greatest.Longitude || other._least.Longitude > _greatest.Longitude)
            return false;
        if (Contains(other._corners[0]) || other.Contains(_corners[0])) return true;
        for (var i = 0; i < _corners.Length; i++)
        {
            for (var j = 0; j < other._corners.Length; j++)
            {
                if (Cross(_corners[i], _corners[(i + 1) % _corners.Length], other._corners[j], other._corners[(j + 1) % other._corners.Length])) return true;
            }
        }

        return false;
    }

    // Neighbours share a corner: they may have nothing else in common.
    private static bool Meet(IReadOnlyList<Corner> corners, int i, int j)
    {
        var count = corners.Count;
        var (a, b, c, d) = (corners[i], corners[(i + 1) % count], corners[j], corners[(j + 1) % count]);
        if (j == i + 1) return Side(a, b, d) == 0 && (IsBetween(a, b, d) || IsBetween(c, d, a));
        if (i == 0 && j == count - 1) return Side(c, d, b) == 0 && (IsBetween(c, d, b) || IsBetween(a, b, c));
        return Cross(a, b, c, d);
    }

    private static bool Cross(Corner a, Corner b, Corner c, Corner d)
    {
        var (abc, abd, cda, cdb) = (Side(a, b, c), Side(a, b, d), Side(c, d, a), Side(c, d, b));
        if (abc * abd < 0 && cda * cdb < 0) return true;
        return (abc == 0 && IsBetween(a, b, c)) || (abd == 0 && IsBetween(a, b, d)) || (cda == 0 && IsBetween(c, d, a)) || (cdb == 0 && IsBetween(c, d, b));
    }

    /// <summary>1 to the left of the line from a to b, -1 to the right, 0 on it.</summary>
    private static int Side(Corner a, Corner b, Corner point) => Math.Sign(
        ((b.Longitude - a.Longitude) * (point.Latitude - a.Latitude)) - ((b.Latitude - a.Latitude) * (point.Longitude - a.Longitude)));

    private static bool IsBetween(Corner a, Corner b, Corner point) =>
        point.Latitude >= Math.Min(a.Latitude, b.Latitude) && point.Latitude <= Math.Max(a.Latitude, b.Latitude)
            && point.Longitude >= Math.Min(a.Longitude, b.Longitude) && point.Longitude <= Math.Max(a.Longitude, b.Longitude);
}
