using System.Numerics;

namespace Signpost.Recognition.Tests;

public class LandmarkFinderTests
{
    private readonly Vector2[] _points = new Vector2[LandmarkFinder.PointCount];

    [Fact]
    public void Find_Portraits_PutsEyesNoseAndMouthInTheirOrder()
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        using var finder = new LandmarkFinder(Repository.DefaultPack);
        var faces = new FaceBox[4];
        foreach ((string Package, string Path) portrait in Portraits.Frontal)
        {
            using DecodedPhotograph photograph = Portraits.Decode(portrait);
            detector.Detect(photograph.Image, faces);
            finder.Find(photograph.Image, faces[0], _points);
            var five = FivePoints.From68(_points);
            Assert.True(five.LeftEye.X < five.NoseTip.X && five.NoseTip.X < five.RightEye.X, portrait.Path);
            Assert.True(five.LeftMouthCorner.X < five.RightMouthCorner.X, portrait.Path);
            Assert.True(MathF.Max(five.LeftEye.Y, five.RightEye.Y) < five.NoseTip.Y, portrait.Path);
            Assert.True(five.NoseTip.Y < MathF.Min(five.LeftMouthCorner.Y, five.RightMouthCorner.Y), portrait.Path);
            Assert.InRange(five.RightEye.X - five.LeftEye.X, faces[0].Width * 0.25f, faces[0].Width * 0.65f);
        }
    }

    [Fact]
    public void Find_FaceOutsideThePicture_StillAnswersNumbers()
    {
        using var finder = new LandmarkFinder(Repository.DefaultPack);
        finder.Find(Picture.Noise(100, 100, 0, seed: 1).Image, new FaceBox(-500, 900, 50, 60, 1), _points);
        Assert.All(_points, point => Assert.True(float.IsFinite(point.X) && float.IsFinite(point.Y)));
    }

    [Fact]
    public void From68_KnownPoints_AveragesAsDocumented()
    {
        Vector2[] points = [.. Enumerable.Range(0, LandmarkFinder.PointCount).Select(index => new Vector2(index, -index))];
        var five = FivePoints.From68(points);
        Assert.Equal(new Vector2(39, -39), five.LeftEye);
        Assert.Equal(new Vector2(45, -45), five.RightEye);
        Assert.Equal(new Vector2(30, -30), five.NoseTip);
        Assert.Equal(new Vector2(54, -54), five.LeftMouthCorner);
        Assert.Equal(new Vector2(59, -59), five.RightMouthCorner);
    }
}
