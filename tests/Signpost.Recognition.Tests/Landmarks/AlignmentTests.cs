using System.Numerics;
using CsCheck;

namespace Signpost.Recognition.Tests;

public class AlignmentTests
{
    [Fact]
    public void Align_AnyFiveishPoints_AgreesWithSlowTwin()
    {
        Gen.Select(Gen.Float[0.1f, 4], Gen.Float[-3.2f, 3.2f], Gen.Float[-100, 200], Gen.Float[-100, 200], Gen.Int[1, 200], Gen.Int)
            .Sample(
                (scale, angle, x, y, size, seed) =>
                {
                    Picture picture = Picture.Noise(size, 211 - size, size % 4, seed);
                    AssertAgrees(picture, Place(new Similarity(scale * MathF.Cos(angle), scale * MathF.Sin(angle), x, y)));
                },
                iter: 25);
    }

    [Fact]
    public void Align_FaceWhollyInside_AgreesWithSlowTwin()
    {
        Picture picture = Picture.Noise(700, 620, 3, seed: 5);
        Gen.Select(Gen.Float[0.2f, 3.4f], Gen.Float[-3.2f, 3.2f], Gen.Float[-80, 80], Gen.Float[-60, 60])
            .Sample(
                (scale, angle, x, y) =>
                {
                    // Turned about the middle of the face, which lies somewhere around the middle of the picture.
                    float a = scale * MathF.Cos(angle), b = scale * MathF.Sin(angle), centre = Alignment.Side / 2f;
                    var toImage = new Similarity(a, b, 350 + x - a * centre + b * centre, 310 + y - b * centre - a * centre);
                    AssertAgrees(picture, Place(toImage));
                },
                iter: 40);
    }

    [Fact]
    public void Interior_AtEveryEdge_IsAskedForOnlyWhereEverySampleIsInside()
    {
        Picture picture = Picture.Noise(140, 130, 0, seed: 6);
        for (int shift = -3; shift <= 40; shift++)
        {
            foreach ((float x, float y) in new[] { (shift * 0.8f, 5f), (5f, shift * 0.7f) })
                AssertAgrees(picture, Place(new Similarity(1, 0, x, y)));
        }

        Assert.True(InteriorWarp.Fits(picture.Image, new Similarity(1, 0, 5, 5), Alignment.Side));
        Assert.False(InteriorWarp.Fits(picture.Image, new Similarity(1, 0, 0, 5), Alignment.Side));
        Assert.False(InteriorWarp.Fits(picture.Image, new Similarity(1, 0, 5, 19), Alignment.Side));
        Assert.False(InteriorWarp.Fits(picture.Image, new Similarity(float.NaN, 0, 5, 5), Alignment.Side));
    }

    [Fact]
    public void Align_FaceThatIsStandardAlready_CopiesIt()
    {
        Picture picture = Picture.Noise(Alignment.Side, Alignment.Side, 0, seed: 4);
        byte[] aligned = new byte[Alignment.ByteCount];
        Alignment.Align(picture.Image, Place(new Similarity(1, 0, 0, 0)), aligned);
        for (int index = 0; index < aligned.Length; index++)
            Assert.InRange(aligned[index] - picture.Bytes[index], -1, 1);
    }

    [Fact]
    public void Align_PointsThatAreNumbersNoMore_StaysInsideThePicture()
    {
        FivePoints points = default;
        for (int index = 0; index < FivePoints.Count; index++)
            points[index] = new Vector2(index % 2 == 0 ? float.NaN : float.PositiveInfinity, 1e30f);
        Alignment.Align(Picture.Noise(20, 20, 0, seed: 1).Image, points, new byte[Alignment.ByteCount]);
    }

    private static void AssertAgrees(Picture picture, FivePoints points)
    {
        byte[] fast = new byte[Alignment.ByteCount];
        Alignment.Align(picture.Image, points, fast);
        byte[] slow = SlowWarp(picture.Image, points);
        for (int index = 0; index < fast.Length; index++)
            Assert.True(Math.Abs(fast[index] - slow[index]) <= 2, $"at {index}: expected {slow[index]}, found {fast[index]}");
    }

    private static FivePoints Place(Similarity similarity)
    {
        FivePoints points = default;
        for (int index = 0; index < FivePoints.Count; index++)
            points[index] = similarity.Apply(Alignment.StandardPoints[index]);
        return points;
    }

    /// <summary>The slow twin, in double precision from the definition.</summary>
    private static byte[] SlowWarp(in BgrImage image, in FivePoints points)
    {
        Similarity toImage = Similarity.Fit(Alignment.StandardPoints, points);
        int samples = Alignment.SamplesPerAxis(toImage);
        byte[] result = new byte[Alignment.ByteCount];
        for (int index = 0; index < result.Length; index++)
        {
            int channel = index % 3, x = index / 3 % Alignment.Side, y = index / 3 / Alignment.Side;
            double sum = 0;
            for (int sample = 0; sample < samples * samples; sample++)
            {
                double u = x + (sample % samples + 0.5) / samples - 0.5, v = y + (sample / samples + 0.5) / samples - 0.5;
                sum += Bilinear(
                    image, toImage.A * u - toImage.B * v + toImage.X, toImage.B * u + toImage.A * v + toImage.Y, channel);
            }
            result[index] = (byte)(sum / (samples * samples) + 0.5);
        }
        return result;
    }

    private static double Bilinear(in BgrImage image, double x, double y, int channel)
    {
        x = Math.Clamp(x, 0, image.Width - 1);
        y = Math.Clamp(y, 0, image.Height - 1);
        int left = (int)x, top = (int)y, right = Math.Min(left + 1, image.Width - 1), bottom = Math.Min(top + 1, image.Height - 1);
        double upper = image.Row(top)[left * 3 + channel] * (1 - (x - left)) + image.Row(top)[right * 3 + channel] * (x - left);
        double lower = image.Row(bottom)[left * 3 + channel] * (1 - (x - left)) + image.Row(bottom)[right * 3 + channel] * (x - left);
        return upper * (1 - (y - top)) + lower * (y - top);
    }
}
