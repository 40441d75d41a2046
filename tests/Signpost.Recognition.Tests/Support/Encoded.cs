using SkiaSharp;

namespace Signpost.Recognition.Tests;

/// <summary>Encodes test pictures; their rows are without padding.</summary>
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

    private static unsafe byte[] Encode(Picture picture, SKEncodedImageFormat format, int quality)
    {
        byte[] bgra = new byte[picture.Width * picture.Height * 4];
        for (int pixel = 0; pixel < picture.Width * picture.Height; pixel++)
        {
            picture.Bytes.AsSpan(pixel * 3, 3).CopyTo(bgra.AsSpan(pixel * 4));
            bgra[pixel * 4 + 3] = byte.MaxValue;
        }
        fixed (byte* pixels = bgra)
        {
            using var pixmap = new SKPixmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Bgra8888, SKAlphaType.Opaque), (nint)pixels);
            using SKData data = pixmap.Encode(format, quality)!;
            return data.ToArray();
        }
    }
}
