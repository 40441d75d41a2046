using SkiaSharp;

namespace Signpost.Recognition.Tests;

/// <summary>Encodes test pictures.</summary>
internal static class Encoded
{
    public static byte[] Jpeg(Picture picture, int quality = 95) => Encode(picture, SKEncodedImageFormat.Jpeg, quality);

    public static byte[] Png(Picture picture) => Encode(picture, SKEncodedImageFormat.Png, 100);

    public static byte[] Webp(Picture picture) => Encode(picture, SKEncodedImageFormat.Webp, 90);

    /// <summary>Adds an EXIF segment that says how the camera was held.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        // APP1, "Exif", big-endian TIFF header, one directory entry: tag 274, type 3 (short), count 1, value.
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static byte[] Encode(Picture picture, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
                bitmap.SetPixel(x, y, new SKColor(picture[x, y, 2], picture[x, y, 1], picture[x, y, 0]));
        }
        using SKData data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
