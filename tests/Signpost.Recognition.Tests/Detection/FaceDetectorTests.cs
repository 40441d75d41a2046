namespace Signpost.Recognition.Tests;

public class FaceDetectorTests
{
    private readonly FaceBox[] _faces = new FaceBox[32];

    [Fact]
    public void Detect_EmptyWall_FindsNobody()
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        var wall = new Picture(1280, 720);
        wall.Bytes.AsSpan().Fill(140);
        Assert.Equal(0, detector.Detect(wall.Image, _faces));
    }

    [Fact]
    public void Detect_Portraits_FindsOneFaceInEach()
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        foreach ((string Package, string Path) portrait in Portraits.Frontal)
        {
            using DecodedPhotograph photograph = Portraits.Decode(portrait);
            int count = detector.Detect(photograph.Image, _faces);
            Assert.True(count == 1, $"{portrait.Path}: {count} faces");
        }
    }

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Detect_FrameOfWalkers_FindsAllOfThemWhereTheyAre(int faceWidth)
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        (Picture scene, FaceBox[] truth) = Scene(detector, faceWidth);
        int count = detector.Detect(scene.Image, _faces);
        foreach (FaceBox face in truth)
            Assert.True(_faces[..count].Any(found => found.Overlap(face) > 0.5f), $"missed {face}, found {string.Join(" ", _faces[..count])}");
        Assert.Equal(truth.Length, count);
    }

    [Fact]
    public void Detect_SeveralFaces_MostConfidentFirst()
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        (Picture scene, _) = Scene(detector, 80);
        int count = detector.Detect(scene.Image, _faces);
        Assert.Equal(_faces[..count].OrderByDescending(face => face.Confidence), _faces[..count]);
        var two = new FaceBox[2];
        Assert.Equal(2, detector.Detect(scene.Image, two));
        Assert.Equal(_faces[..2], two);
    }

    [Fact]
    public void Detect_PaddedRowsAndOtherSizesBetween_AnswersTheSame()
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[0]);
        int count = detector.Detect(photograph.Image, _faces);
        FaceBox[] first = _faces[..count];
        detector.Detect(Picture.Noise(1280, 720, 0, seed: 1).Image, _faces);
        var padded = new Picture(photograph.Width, photograph.Height, photograph.Width * 3 + 13);
        for (int y = 0; y < photograph.Height; y++)
            photograph.Image.Row(y).CopyTo(padded.Bytes.AsSpan(y * (photograph.Width * 3 + 13)));
        Assert.Equal(first, _faces[..detector.Detect(padded.Image, _faces)]);
    }

    [Fact]
    public void Detect_TallPicture_KeepsProportions()
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[0]);
        var tall = new Picture(500, 1500);
        tall.Bytes.AsSpan().Fill(120);
        tall.Paste(photograph.Image, 50, 1000, 400, 400);
        Assert.Equal(1, detector.Detect(tall.Image, _faces));
        Assert.InRange(_faces[0].Y, 1000, 1300);
        Assert.InRange(_faces[0].Height / _faces[0].Width, 0.9f, 1.7f);
    }

    private static (Picture Scene, FaceBox[] Truth) Scene(FaceDetector detector, int faceWidth)
    {
        var scene = new Picture(1280, 720);
        scene.Bytes.AsSpan().Fill(128);
        var truth = new List<FaceBox>();
        var faces = new FaceBox[4];
        foreach ((string Package, string Path) portrait in Portraits.Frontal.Take(6))
        {
            using DecodedPhotograph photograph = Portraits.Decode(portrait);
            Assert.Equal(1, detector.Detect(photograph.Image, faces));
            float scale = faceWidth / faces[0].Width;
            int side = (int)(photograph.Width * scale);
            int left = truth.Count % 3 * 420 + 5, top = truth.Count / 3 * 360 + 3;
            scene.Paste(photograph.Image, left, top, Math.Min(side, 415), Math.Min((int)(photograph.Height * scale), 355));
            truth.Add(new FaceBox(left + faces[0].X * scale, top + faces[0].Y * scale, faceWidth, faces[0].Height * scale, 1));
        }
        return (scene, [.. truth]);
    }
}
