using System.Numerics;

namespace Signpost.Recognition;

/// <summary>The measures behind <see cref="FaceQuality"/>. Every constant is ours, chosen on faces of known blur and size.</summary>
internal static class QualityMeasures
{
    /// <summary>The part of the aligned face that shows skin, eyes and mouth, whoever it is: rows and columns from, to.</summary>
    private const int Top = 36, Bottom = 104, Left = 22, Right = 90;

    /// <summary>Edge energy, relative to contrast, that counts as half sharp.</summary>
    private const float HalfSharp = 0.16f;

    /// <summary>Standard deviation of brightness that is contrast enough.</summary>
    private const float EnoughContrast = 36;

    /// <summary>Brightness at which the mean is too dark, dark, bright, too bright.</summary>
    private const float Black = 15, Dark = 60, Bright = 200, White = 245;

    /// <summary>Distance between the eyes beyond which more pixels bring nothing: the standard face's own.</summary>
    private const float EnoughInterEyeDistance = 35;

    public static FaceQuality Measure(
        in BgrImage image, in FaceBox face, ReadOnlySpan<Vector2> points68, in FivePoints points, ReadOnlySpan<byte> bgr112)
    {
        if (bgr112.Length != Alignment.ByteCount)
            throw new ArgumentException($"expected {Alignment.ByteCount} bytes, got {bgr112.Length}", nameof(bgr112));
        (float mean, float deviation) = Brightness(bgr112);
        float sharpness = Sharpness(bgr112, deviation);
        float exposure = Exposure(mean, deviation);
        float distance = Vector2.Distance(points.LeftEye, points.RightEye);
        HeadPose pose = HeadPose.Of(points);
        float size = Ramp(distance, 0, EnoughInterEyeDistance);
        float turned = MathF.Cos(Radians(MathF.Min(MathF.Abs(pose.Yaw), 90))) * MathF.Cos(Radians(MathF.Min(MathF.Abs(pose.Pitch), 90)));
        float unified = 100 * size * turned * turned * (sharpness / 100) * MathF.Sqrt(exposure / 100) * Fit(face, points68) * Inside(image, face);
        return new FaceQuality(sharpness, distance, pose.Yaw, pose.Roll, pose.Pitch, exposure, float.IsFinite(unified) ? Math.Clamp(unified, 0, 100) : 0);
    }

    private static (float Mean, float Deviation) Brightness(ReadOnlySpan<byte> bgr)
    {
        long sum = 0, squares = 0;
        for (int y = Top; y < Bottom; y++)
        {
            for (int x = Left; x < Right; x++)
            {
                int grey = Grey(bgr, x, y);
                sum += grey;
                squares += (long)grey * grey;
            }
        }
        const float count = (Bottom - Top) * (Right - Left);
        // Grey is four times brightness: it saves the rounding.
        float mean = sum / count;
        return (mean / 4, MathF.Sqrt(MathF.Max(0, squares / count - mean * mean)) / 4);
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
        const float count = (Bottom - Top) * (Right - Left);
        float edges = MathF.Sqrt((float)(energy / count)) / (16 * 4 * deviation);
        return 100 * edges * edges / (edges * edges + HalfSharp * HalfSharp);
    }

    private static float Exposure(float mean, float deviation) =>
        100 * Ramp(mean, Black, Dark) * (1 - Ramp(mean, Bright, White)) * Ramp(deviation, 0, EnoughContrast);

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

    private static float Ramp(float value, float from, float to) => Math.Clamp((value - from) / (to - from), 0, 1);

    private static float Radians(float degrees) => degrees * (MathF.PI / 180);
}
