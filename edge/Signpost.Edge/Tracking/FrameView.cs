using Signpost.Recognition;

namespace Signpost.Edge.Tracking;

/// <summary>Size of a frame in pixels; the default has no edges.</summary>
public readonly record struct FrameView(int Width, int Height)
{
    /// <summary>Whether a face's middle is outside.</summary>
    public bool IsLeftBy(in FaceBox face)
    {
        if (Width <= 0 || Height <= 0) return false;
        var (x, y) = (face.X + face.Width / 2, face.Y + face.Height / 2);
        return !(x >= 0 && y >= 0 && x < Width && y < Height);
    }
}
