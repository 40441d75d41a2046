using CsCheck;

namespace Signpost.Trust.Tests;

public sealed class PolygonTests
{
    // Corners around a middle, at rising angles: never crossing themselves.
    private static readonly Gen<Polygon> AnyStar =
        from middle in Gen.Select(Gen.Double[51, 52], Gen.Double[-1, 1])
        from radii in Gen.Double[0.1, 1].Array[3, 12]
        select new Polygon(radii.Select((radius, i) => At(middle.Item1, middle.Item2, radius, Math.Tau * i / radii.Length)));

    [Fact]
    public void Check_Star_IsSound() => AnyStar.Sample(star => Assert.Null(Polygon.Check(star.Corners)));

    [Fact]
    public void Check_StarWithTwoNeighboursExchanged_IsRefusedOrCrossesNowhere() =>
        Gen.Select(AnyStar, Gen.Int[0, 11]).Sample((star, at) =>
        {
            if (star.Corners.Count < 5) return;
            var corners = star.Corners.ToArray();
            var (i, j) = (at % corners.Length, (at + 1) % corners.Length);
            (corners[i], corners[j]) = (corners[j], corners[i]);
            Assert.Equal(SlowCrosses(corners), Polygon.Check(corners) is not null);
        });

    [Fact]
    public void Contains_AnyPoint_AgreesWithTheSumOfAngles() =>
        Gen.Select(AnyStar, Gen.Double[49.9, 53.1], Gen.Double[-2.1, 2.1]).Sample((star, roundLatitude, roundLongitude) =>
        {
            // The generator likes round numbers, and on an edge the angles tell nothing.
            var (latitude, longitude) = (roundLatitude + (1e-6 * Math.PI), roundLongitude + (1e-6 * Math.E));
            var turns = 0.0;
            for (var i = 0; i < star.Corners.Count; i++)
            {
                var (a, b) = (star.Corners[i], star.Corners[(i + 1) % star.Corners.Count]);
                var turn = Math.Atan2(b.Latitude - latitude, b.Longitude - longitude) - Math.Atan2(a.Latitude - latitude, a.Longitude - longitude);
                turns += turn > Math.PI ? turn - Math.Tau : turn < -Math.PI ? turn + Math.Tau : turn;
            }

            Assert.Equal(Math.Abs(turns) > Math.PI, star.Contains(new Corner(latitude, longitude)));
        });

    [Fact]
    public void Contains_CornersAndMiddlesOfLevelEdges_IsTrue()
    {
        var square = Square(51, 0, 1);
        foreach (var corner in square.Corners) Assert.True(square.Contains(corner));
        Assert.True(square.Contains(new Corner(50, 0.25)));
        Assert.True(square.Contains(new Corner(51.5, -1)));
        Assert.False(square.Contains(new Corner(double.NaN, 0)));
    }

    [Fact]
    public void Touches_AnyTwo_IsSymmetricAndHoldsWhereverTheyShareAPoint() =>
        Gen.Select(AnyStar, AnyStar).Sample((one, other) =>
        {
            Assert.Equal(one.Touches(other), other.Touches(one));
            Assert.True(one.Touches(one));
            var share = Grid().Any(point => one.Contains(point) && other.Contains(point));
            if (share) Assert.True(one.Touches(other));
        });

    [Fact]
    public void Touches_SquaresSideBySide_IsAMatterOfTheGap()
    {
        Assert.True(Square(51, 0, 1).Touches(Square(51, 2, 1)));
        Assert.True(Square(51, 0, 1).Touches(Square(53, 2, 1)));
        Assert.False(Square(51, 0, 1).Touches(Square(51, 2.001, 1)));
        Assert.True(Square(51, 0, 2).Touches(Square(51, 0, 0.1)));
        Assert.True(Square(51, 0, 0.1).Touches(Square(51, 0, 2)));
    }

    private static IEnumerable<Corner> Grid()
    {
        for (var latitude = 50.0; latitude <= 53; latitude += 0.1)
        {
            for (var longitude = -2.0; longitude <= 2; longitude += 0.1) yield return new Corner(latitude, longitude);
        }
    }

    private static bool SlowCrosses(Corner[] corners)
    {
        for (var i = 0; i < corners.Length; i++)
        {
            for (var j = i + 2; j < corners.Length; j++)
            {
                if (i == 0 && j == corners.Length - 1) continue;
                if (Cuts(corners[i], corners[(i + 1) % corners.Length], corners[j], corners[(j + 1) % corners.Length])) return true;
            }
        }

        return false;
    }

    // Where the two lines meet, as shares of the two edges.
    private static bool Cuts(Corner a, Corner b, Corner c, Corner d)
    {
        var (px, py) = (b.Longitude - a.Longitude, b.Latitude - a.Latitude);
        var (qx, qy) = (d.Longitude - c.Longitude, d.Latitude - c.Latitude);
        var cross = (px * qy) - (py * qx);
        var s = (((c.Longitude - a.Longitude) * qy) - ((c.Latitude - a.Latitude) * qx)) / cross;
        var t = (((c.Longitude - a.Longitude) * py) - ((c.Latitude - a.Latitude) * px)) / cross;
        return s is >= 0 and <= 1 && t is >= 0 and <= 1;
    }

    private static Polygon Square(double latitude, double longitude, double half) => new(
        [new(latitude - half, longitude - half), new(latitude - half, longitude + half), new(latitude + half, longitude + half), new(latitude + half, longitude - half)]);

    private static Corner At(double latitude, double longitude, double radius, double angle) =>
        new(latitude + (radius * Math.Sin(angle)), longitude + (radius * Math.Cos(angle)));
}
