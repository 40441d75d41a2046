using System.Numerics;
using CsCheck;

namespace Signpost.Recognition.Tests;

public class SimilarityTests
{
    [Fact]
    public void Fit_PointsMovedByASimilarity_FindsIt()
    {
        Gen.Select(Gen.Float[-3, 3], Gen.Float[-3, 3], Gen.Float[-500, 500], Gen.Float[-500, 500]).Sample((a, b, x, y) =>
        {
            var expected = new Similarity(a, b, x, y);
            Vector2[] moved = [.. Alignment.StandardPoints.ToArray().Select(point => expected.Apply(point))];
            Similarity found = Similarity.Fit(Alignment.StandardPoints, moved);
            Assert.Equal(a, found.A, 0.01);
            Assert.Equal(b, found.B, 0.01);
            foreach (Vector2 point in Alignment.StandardPoints)
                Assert.True(Vector2.Distance(expected.Apply(point), found.Apply(point)) < 0.02f);
        });
    }

    [Fact]
    public void Fit_DisturbedPoints_NoOtherSimilarityIsNearer()
    {
        Gen.Select(Gen.Float[-4, 4].Array[10], Gen.Float[-0.02f, 0.02f].Array[4]).Sample((noise, change) =>
        {
            Vector2[] to = [.. Alignment.StandardPoints.ToArray().Select((point, index) => point * 1.5f + new Vector2(noise[index * 2], noise[index * 2 + 1]))];
            Similarity best = Similarity.Fit(Alignment.StandardPoints, to);
            var other = new Similarity(best.A + change[0], best.B + change[1], best.X + change[2] * 50, best.Y + change[3] * 50);
            Assert.True(Error(best, to) <= Error(other, to) + 1e-2);
        });
    }

    [Fact]
    public void Fit_OnePointFiveTimes_HasNoScale()
    {
        var point = new Vector2(7, 9);
        Similarity found = Similarity.Fit(Alignment.StandardPoints, [point, point, point, point, point]);
        Assert.Equal(0, found.Scale);
        Assert.Equal(point, found.Apply(new Vector2(50, 50)));
    }

    private static double Error(Similarity similarity, Vector2[] to) =>
        Alignment.StandardPoints.ToArray().Zip(to).Sum(pair => (double)Vector2.DistanceSquared(similarity.Apply(pair.First), pair.Second));
}
