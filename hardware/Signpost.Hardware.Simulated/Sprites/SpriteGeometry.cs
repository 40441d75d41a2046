using Signpost.Hardware.Simulated.Footage;

namespace Signpost.Hardware.Simulated.Sprites;

/// <summary>
/// The common shape of all sprites: head and shoulders around a face of fixed width, so that one scale factor gives any wanted width.
/// All lengths are in pixels of the sprite.
/// </summary>
internal static class SpriteGeometry
{
    /// <summary>Width of the face's rectangle: a little under what the sharpest footage has, so that nothing is enlarged at load.</summary>
    public const int FaceWidth = 88;

    /// <summary>Width of a sprite: a head with hair or hat and most of the shoulders.</summary>
    public const int Width = 192;

    /// <summary>Height of a sprite: from above the hair to the collar.</summary>
    public const int Height = 228;

    /// <summary>Where the middle of the face's rectangle is, from the left.</summary>
    public const float CentreX = Width / 2f;

    /// <summary>Where the top of the face's rectangle is, from the top.</summary>
    public const float FaceTop = 48;

    /// <summary>Scale from the source's pixels to the sprite's.</summary>
    public static double ScaleOf(FaceRectangle face) => FaceWidth / face.Width;
}
