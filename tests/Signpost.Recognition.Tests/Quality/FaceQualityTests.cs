using System.Numerics;

namespace Signpost.Recognition.Tests;

public class FaceQualityTests
{
    [Fact]
    public void Measure_MoreAndMoreBlur_LosesSharpnessAndUnified()
    {
        foreach ((string Package, string Path) portrait in Portraits.Frontal[1..4])
        {
            using DecodedPhotograph photograph = Portraits.Decode(portrait);
            Picture picture = Reduced(photograph.Image);
            FaceQuality sharp = Measure(picture), soft = Measure(picture.Blurred(2)), blurred = Measure(picture.Blurred(14));
            Assert.True(sharp.Sharpness > soft.Sharpness && soft.Sharpness > blurred.Sharpness, portrait.Path);
            Assert.True(sharp.Unified > blurred.Unified, portrait.Path);
            Assert.True(sharp.Sharpness > 40, $"{portrait.Path}: {sharp}");
            Assert.True(blurred.Sharpness < 20, $"{portrait.Path}: {blurred}");
        }
    }

    [Fact]
    public void Measure_DarkenedPicture_LosesExposure()
    {
        using DecodedPhotograph photograph = Portraits.Decode(Portraits.Frontal[2]);
        Picture picture = Picture.Copy(photograph.Image);
        float light = Measure(picture).Exposure;
        for (int index = 0; index < picture.Bytes.Length; index++)
            picture.Bytes[index] /= 8;
        byte[] aligned = Aligned(photograph.Image, out Vector2[] points68, out FaceBox face);
        for (int index = 0; index < aligned.Length; index++)
            aligned[index] /= 8;
        FaceQuality dark = FaceQuality.Measure(picture.Image, face, points68, FivePoints.From68(points68), aligned);
        Assert.True(light > 80, $"{light}");
        Assert.True(dark.Exposure < 15, $"{dark}");
    }

    [Fact]
    public void Measure_FlatOrNoFace_StaysInRange()
    {
        foreach (byte value in new byte[] { 0, 128, 255 })
        {
            byte[] aligned = new byte[Alignment.ByteCount];
            aligned.AsSpan().Fill(value);
            FaceQuality quality = FaceQuality.Measure(new Picture(50, 50).Image, new FaceBox(0, 0, 40, 40, 1), new Vector2[68], default, aligned);
            Assert.Equal((0, 0), (quality.Sharpness, quality.Unified));
        }
    }

    /// <summary>Half the size: less to blur.</summary>
    private static Picture Reduced(in BgrImage image)
    {
        var picture = new Picture(image.Width / 2, image.Height / 2);
        picture.Paste(image, 0, 0, picture.Width, picture.Height);
        return picture;
    }

    private static FaceQuality Measure(Picture picture)
    {
        byte[] aligned = Aligned(picture.Image, out Vector2[] points68, out FaceBox face);
        return FaceQuality.Measure(picture.Image, face, points68, FivePoints.From68(points68), aligned);
    }

    private static byte[] Aligned(in BgrImage image, out Vector2[] points68, out FaceBox face)
    {
        using var detector = new FaceDetector(Repository.DefaultPack);
        using var landmarks = new LandmarkFinder(Repository.DefaultPack);
        var faces = new FaceBox[1];
        Assert.Equal(1, detector.Detect(image, faces));
        face = faces[0];
        points68 = new Vector2[LandmarkFinder.PointCount];
        landmarks.Find(image, face, points68);
        byte[] aligned = new byte[Alignment.ByteCount];
        Alignment.Align(image, FivePoints.From68(points68), aligned);
        return aligned;
    }
}
