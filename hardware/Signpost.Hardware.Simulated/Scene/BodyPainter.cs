using Signpost.Hardware.Simulated.Sprites;

namespace Signpost.Hardware.Simulated.Scene;

/// <summary>
/// Draws what is under a head: neck, shoulders, coat and two striding legs, row by row as spans of one colour that darkens towards its
/// sides. Lengths are in face widths below the chin.
/// </summary>
internal static unsafe class BodyPainter
{
    private const float Shoulders = 1.05f;
    private const float Hem = 4.4f;
    private const float ArmLine = 0.7f;

    /// <summary>Draws a body down to the frame's last row.</summary>
    /// <param name="pixels">Top left of the frame; BGR.</param>
    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="height">Height of the frame in pixels.</param>
    /// <param name="pose">Where the face is.</param>
    /// <param name="chin">Row of the chin, in pixels of the frame.</param>
    /// <param name="look">Colours.</param>
    /// <param name="stride">Where the legs are in their stride, −1 … 1.</param>
    public static void Draw(byte* pixels, int width, int height, FacePose pose, float chin, BodyLook look, float stride)
    {
        var unit = pose.Width;
        var first = Math.Max(0, (int)(chin - (unit * 0.12f)));
        for (var y = first; y < height; y++)
        {
            var below = (y - chin) / unit;
            var row = pixels + ((nint)y * width * 3);
            if (below > Hem)
            {
                var legs = Math.Max(0.6f, 1.1f - ((below - Hem) * 0.05f));
                var swing = stride * Math.Min(0.4f, (below - Hem) * 0.16f);
                Span(row, width, pose.X + ((-0.5f - swing) * unit), legs * 0.5f * unit, look.Trousers.Scaled(0.86f), 0);
                Span(row, width, pose.X + ((0.5f + swing) * unit), legs * 0.5f * unit, look.Trousers, 0);
            }
            else
            {
                var neck = below < 0.2f;
                var half = HeadMatte.ShoulderHalfWidth(below) * (neck ? 0.92f : 1f);
                half -= below > Shoulders ? (below - Shoulders) * 0.07f : 0;
                Span(row, width, pose.X, half * unit, neck ? look.Skin.Scaled(0.8f) : look.Clothes, neck ? 0 : Math.Clamp(below - Shoulders, 0, 1));
            }
        }
    }

    /// <summary>One row of a rounded thing, its edges soft over a pixel and a half.</summary>
    private static void Span(byte* row, int width, float middle, float half, BgrColour colour, float arms)
    {
        const float soft = 1.5f;
        var from = Math.Max(0, (int)(middle - half - soft));
        var to = Math.Min(width - 1, (int)(middle + half + soft));
        var perPixel = 1f / half;
        var at = row + (from * 3);
        for (var x = from; x <= to; x++, at += 3)
        {
            var across = MathF.Abs((x - middle) * perPixel);
            var light = 1.04f - (0.34f * across * across);
            var crease = MathF.Abs(across - ArmLine);
            light -= crease < 0.05f ? arms * (0.05f - crease) * 6f : 0;
            var cover = Math.Clamp(((half - MathF.Abs(x - middle)) / soft) + 0.5f, 0, 1);
            var keep = 1 - cover;
            light *= cover;
            at[0] = (byte)Math.Min(255f, (colour.B * light) + (at[0] * keep));
            at[1] = (byte)Math.Min(255f, (colour.G * light) + (at[1] * keep));
            at[2] = (byte)Math.Min(255f, (colour.R * light) + (at[2] * keep));
        }
    }
}

/// <summary>Colours of a body.</summary>
internal readonly record struct BodyLook(BgrColour Skin, BgrColour Clothes, BgrColour Trousers);
