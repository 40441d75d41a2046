namespace Signpost.Recognition;

/// <summary>A face as the detector saw it, in pixels of the image it was given; parts may lie outside the image.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, above 0.</param>
/// <param name="Height">Height, above 0.</param>
/// <param name="Confidence">The detector's own score, 0 to 1.</param>
public readonly record struct FaceBox(float X, float Y, float Width, float Height, float Confidence)
{
    /// <summary>Overlap with another box: intersection over union, 0 to 1.</summary>
    public float Overlap(in FaceBox other)
    {
        float width = MathF.Min(X + Width, other.X + other.Width) - MathF.Max(X, other.X);
        float height = MathF.Min(Y + Height, other.Y + other.Height) - MathF.Max(Y, other.Y);
        if (width <= 0 || height <= 0)
            return 0;
        float shared = width * height;
        return shared / (Width * Height + other.Width * other.Height - shared);
    }
}
