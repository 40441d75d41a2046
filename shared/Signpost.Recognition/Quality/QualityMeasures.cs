using System.Numerics;

namespace Signpost.Recognition;

/// <summary>The measures behind <see cref="FaceQuality"/>. Every constant is ours, chosen on faces of known blur and size.</summary>
internal static class QualityMeasures
{
    /// <summary>The part of the aligned face that shows skin, eyes and mouth, whoever it is: rows and columns from, to.</summary>
    private const int Top = 36, Bottom = 104, Left = 22, Right = 90;

    /// <summary>Edge energy, relative to contrast, that counts as half sharp.</summary>
    private const float HalfSharp = 0.16f;

    /// <summary>Luminance up to which a pixel is too dark and from which it is too bright: ISO/IEC 29794-5:2025, 7.3.</summary>
    private const int Dark = 25, Bright = 247;

    /// <summary>Shares of too dark or too bright pixels that do no harm, and that leave nothing.</summary>
    private const float FewPixels = 0.05f, MostPixels = 0.6f;

    /// <summary>Entropy of the luminance, in bits, that is no contrast, and contrast enough.</summary>
    private const float Flat = 3, EnoughEntropy = 6.5f;

    /// <summary>Shares of the face inside the picture at which its template is worth nothing, and everything.</summary>
    private const float Half = 0.5f, Whole = 1;

    /// <summary>The detector's answer that is worth nothing: below, it calls nothing a face.</summary>
    private const float Unsure = 0.7f;

    /// <summary>Distance between the eyes beyond which more pixels bring nothing: the standard face's own.</summary>
    private const float EnoughInterEyeDistance = 35;

    /// <summary>The standard face's eyes: the place between them, and their distance.</summary>
    private const float StandardDistance = 35.2f;

    private static readonly Vector2 StandardEyes = new(55.9f, 51.6f);

    private const int Pixels = (Bottom - Top) * (Right - Left);

    public static FaceQuality Measure(
        in BgrImage image, in FaceBox face, ReadOnlySpan<Vector2> points68, in FivePoints points, ReadOnlySpan<byte> bgr112)
    {
        if (bgr112.Length != Alignment.ByteCount)
            throw new ArgumentException($"expected {Alignment.ByteCount} bytes, got {bgr112.Length}", nameof(bgr112));
        Span<int> luminance = stackalloc int[256];
        float deviation = Luminance(bgr112, luminance);
        float distance = Vector2.Distance(points.LeftEye, points.RightEye);
        HeadPose pose = HeadPose.Of(points);
        var components = new QualityComponents(
            Sharpness(bgr112, deviation),
            Prevention(Share(luminance[..(Dark + 1)])),
            Prevention(Share(luminance[Bright..])),
            Percent(Ramp(Entropy(luminance), Flat, EnoughEntropy)),
            Percent(Ramp(distance, 0, EnoughInterEyeDistance)),
            Frontal(pose.Yaw),
            Frontal(pose.Pitch),
            Frontal(pose.Roll),
            Percent(Ramp(MathF.Min(Inside(image, face), Inside(image, Template(points))), Half, Whole)),
            Percent(Ramp(face.Confidence, Unsure, 1)));
        luminance.Clear();
        return new FaceQuality(components, distance, pose.Yaw, pose.Roll, pose.Pitch, Unified(components, Fit(face, points68)));
    }

    /// <summary>
    /// The product: a face is as poor as its poorest component. Exposure and roll count by their square root, since a template bears them better
    /// (alignment takes roll out).
    /// </summary>
    private static float Unified(in QualityComponents of, float fit)
    {
        float exposure = MathF.Sqrt(of.UnderExposurePrevention / 100 * (of.OverExposurePrevention / 100) * (of.DynamicRange / 100));
        float pose = of.Yaw / 100 * (of.Pitch / 100) * MathF.Sqrt(of.Roll / 100);
        return Percent(
            of.Sharpness / 100 * exposure * pose * (of.InterEyeDistance / 100) * (of.FrameEdge / 100) * (of.DetectorConfidence / 100) * fit);
    }

    /// <summary>Fills the histogram of luminance.</summary>
    /// <returns>Its standard deviation.</returns>
    private static float Luminance(ReadOnlySpan<byte> bgr, Span<int> histogram)
    {
        histogram.Clear();
        long sum = 0, squares = 0;
        for (int y = Top; y < Bottom; y++)
        {
            for (int x = Left; x < Right; x++)
            {
                // Grey is four times brightness: it saves the rounding.
                int grey = Grey(bgr, x, y);
                sum += grey;
                squares += (long)grey * grey;
                histogram[grey >> 2]++;
            }
        }
        float mean = (float)sum / Pixels;
        return MathF.Sqrt(MathF.Max(0, (float)squares / Pixels - mean * mean)) / 4;
    }

    private static float Share(ReadOnlySpan<int> counts)
    {
        int sum = 0;
        foreach (int count in counts)
            sum += count;
        return (float)sum / Pixels;
    }

    private static float Entropy(ReadOnlySpan<int> histogram)
    {
        float entropy = 0;
        foreach (int count in histogram)
        {
            if (count > 0)
                entropy -= (float)count / Pixels * MathF.Log2((float)count / Pixels);
        }
        return entropy;
    }

    private static float Prevention(float share) => Percent(1 - Ramp(share, FewPixels, MostPixels));

    private static float Frontal(float degrees)
    {
        float cos = MathF.Cos(Radians(MathF.Min(MathF.Abs(degrees), 90)));
        return Percent(cos * cos);
    }

    /// <summary>Root mean square of the Laplacian of 2×2 means (which takes most of a sensor's noise out), relative to contrast.</summary>
    private static float Sharpness(ReadOnlySpan<byte> bgr, float deviation)
    {
        if (deviation < 1)
            return 0;
        double energy = 0;
        for (int y = Top; y < Bottom; y++)
        {
            for (int x = Left; x < Right; x++)
            {
                int laplacian = 4 * Block(bgr, x, y) - Block(bgr, x - 2, y) - Block(bgr, x + 2, y) - Block(bgr, x, y - 2) - Block(bgr, x, y + 2);
                energy += (double)laplacian * laplacian;
            }
        }
        float edges = MathF.Sqrt((float)(energy / Pixels)) / (16 * 4 * deviation);
        return 100 * edges * edges / (edges * edges + HalfSharp * HalfSharp);
    }

    /// <summary>Share of the landmarks that lie in the detector's box, widened by a quarter: a low share is no face, or half of one.</summary>
    private static float Fit(in FaceBox face, ReadOnlySpan<Vector2> points68)
    {
        if (points68.IsEmpty)
            return 0;
        float marginX = face.Width / 4, marginY = face.Height / 4;
        int inside = 0;
        foreach (Vector2 point in points68)
        {
            if (point.X >= face.X - marginX && point.X <= face.X + face.Width + marginX &&
                point.Y >= face.Y - marginY && point.Y <= face.Y + face.Height + marginY)
            {
                inside++;
            }
        }
        return (float)inside / points68.Length;
    }

    /// <summary>
    /// What the template sees, in the picture, as if upright: the square that alignment cuts out. The detector's box shrinks when a face is cut off; this
    /// does not.
    /// </summary>
    private static FaceBox Template(in FivePoints points)
    {
        Vector2 eyes = (points.LeftEye + points.RightEye) / 2;
        float scale = Vector2.Distance(points.LeftEye, points.RightEye) / StandardDistance;
        return new FaceBox(
            eyes.X - StandardEyes.X * scale, eyes.Y - StandardEyes.Y * scale, Alignment.Side * scale, Alignment.Side * scale, 0);
    }

    /// <summary>Share of the box that lies in the picture.</summary>
    private static float Inside(in BgrImage image, in FaceBox face)
    {
        float width = MathF.Min(face.X + face.Width, image.Width) - MathF.Max(face.X, 0);
        float height = MathF.Min(face.Y + face.Height, image.Height) - MathF.Max(face.Y, 0);
        return width <= 0 || height <= 0 ? 0 : width * height / (face.Width * face.Height);
    }

    /// <summary>Four times the brightness, weights 1, 2, 1.</summary>
    private static int Grey(ReadOnlySpan<byte> bgr, int x, int y)
    {
        int offset = (y * Alignment.Side + x) * BgrImage.Channels;
        return bgr[offset] + 2 * bgr[offset + 1] + bgr[offset + 2];
    }

    private static int Block(ReadOnlySpan<byte> bgr, int x, int y) =>
        Grey(bgr, x, y) + Grey(bgr, x + 1, y) + Grey(bgr, x, y + 1) + Grey(bgr, x + 1, y + 1);

    // A number that is none says that the face is useless.
    private static float Percent(float share) => share > 0 ? MathF.Min(100 * share, 100) : 0;

    private static float Ramp(float value, float from, float to) => Math.Clamp((value - from) / (to - from), 0, 1);

    private static float Radians(float degrees) => degrees * (MathF.PI / 180);
}
