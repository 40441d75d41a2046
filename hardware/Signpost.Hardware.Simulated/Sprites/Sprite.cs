namespace Signpost.Hardware.Simulated.Sprites;

/// <summary>One cut-out picture of a head: BGRA, colour premultiplied by alpha, of the size in <see cref="SpriteGeometry"/>.</summary>
/// <param name="Pixels">The pixels; the outermost are transparent.</param>
internal sealed record Sprite(byte[] Pixels);

/// <summary>A head that can be shown: its pictures in order of time (one for a portrait) and how to place them.</summary>
/// <param name="Frames">At least one; several are played forward and back at <see cref="FramesPerSecond"/>.</param>
/// <param name="FramesPerSecond">Rate of <paramref name="Frames"/>.</param>
/// <param name="FaceHeight">Height of the face's rectangle in pixels of the sprite.</param>
/// <param name="Skin">Mean colour of the lower face, BGR.</param>
internal sealed record SpriteReel(Sprite[] Frames, double FramesPerSecond, float FaceHeight, BgrColour Skin)
{
    /// <summary>The picture for a time since the visit began, in seconds.</summary>
    public Sprite At(double seconds)
    {
        if (Frames.Length == 1)
        {
            return Frames[0];
        }

        var period = (2 * Frames.Length) - 2;
        var index = (int)(seconds * FramesPerSecond) % period;
        return Frames[index < Frames.Length ? index : period - index];
    }
}

/// <summary>An opaque colour, 0 … 255 a channel.</summary>
internal readonly record struct BgrColour(float B, float G, float R)
{
    public BgrColour Scaled(float factor) => new(B * factor, G * factor, R * factor);
}
