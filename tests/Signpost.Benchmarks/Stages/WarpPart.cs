using System.Numerics;
using Signpost.Benchmarks.Measuring;
using Signpost.Recognition;

namespace Signpost.Benchmarks.Stages;

/// <summary>The alignment's warp at a known reduction, on the same turn as <c>opencv.py</c>.</summary>
internal static class WarpPart
{
    /// <summary>Median milliseconds of aligning a face that is <paramref name="scale"/> times as large as an aligned one.</summary>
    public static double Median(int scale)
    {
        var picture = new byte[1920 * 1080 * BgrImage.Channels];
        new Random(1).NextBytes(picture);
        var aligned = new byte[Alignment.ByteCount];
        FivePoints points = default;
        for (var point = 0; point < FivePoints.Count; point++)
        {
            var standard = Alignment.StandardPoints[point] * scale;
            points[point] = new Vector2(700 + (0.995f * standard.X) - (0.0998f * standard.Y), 400 + (0.0998f * standard.X) + (0.995f * standard.Y));
        }

        return Clocked.Time(() => Alignment.Align(new BgrImage(picture, 1920, 1080, 1920 * BgrImage.Channels), points, aligned)).Median;
    }
}
