using SkiaSharp;

namespace Signpost.Recognition;

/// <summary>The eight orientations that a camera may record (EXIF tag 274).</summary>
internal static class ExifOrientation
{
    /// <summary>Size of the upright picture.</summary>
    public static (int Width, int Height) Size(SKEncodedOrigin origin, int width, int height) =>
        Swaps(origin) ? (height, width) : (width, height);

    /// <summary>Turns the stored picture upright, drops alpha on white.</summary>
    /// <param name="origin">Where the stored picture's first row and column belong.</param>
    /// <param name="bgra">Stored, not premultiplied.</param>
    /// <param name="width">Of the stored picture.</param>
    /// <param name="height">Of the stored picture.</param>
    /// <param name="bgr">Receives the upright picture without padding.</param>
    public static void Apply(SKEncodedOrigin origin, ReadOnlySpan<byte> bgra, int width, int height, Span<byte> bgr)
    {
        (int targetWidth, int targetHeight) = Size(origin, width, height);
        bool swaps = Swaps(origin);
        (bool flipX, bool flipY) = Flips(origin);
        for (int y = 0; y < targetHeight; y++)
        {
            for (int x = 0; x < targetWidth; x++)
            {
                (int column, int row) = swaps ? (y, x) : (x, y);
                if (flipX)
                    column = width - 1 - column;
                if (flipY)
                    row = height - 1 - row;
                OnWhite(bgra.Slice((row * width + column) * 4, 4), bgr.Slice((y * targetWidth + x) * 3, 3));
            }
        }
    }

    private static bool Swaps(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>Which axes of the stored picture run backwards.</summary>
    private static (bool X, bool Y) Flips(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight or SKEncodedOrigin.LeftBottom => (true, false),
        SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom => (true, true),
        SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop => (false, true),
        _ => (false, false),
    };

    private static void OnWhite(ReadOnlySpan<byte> bgra, Span<byte> bgr)
    {
        int alpha = bgra[3];
        for (int channel = 0; channel < 3; channel++)
            bgr[channel] = (byte)((bgra[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
