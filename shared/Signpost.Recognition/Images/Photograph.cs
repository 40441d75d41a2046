using System.Buffers;
using System.Security.Cryptography;
using SkiaSharp;

namespace Signpost.Recognition;

/// <summary>
/// Decodes photographs that come from outside. Only JPEG and PNG, within limits that are checked before a pixel is decoded; the
/// orientation that the camera recorded is applied, colours are brought to sRGB, transparency is laid on white.
/// </summary>
public static class Photograph
{
    /// <summary>Largest file, 32 MiB.</summary>
    public const int MaxBytes = 32 << 20;

    /// <summary>Most pixels that a file may state, 64 million.</summary>
    public const long MaxPixels = 64_000_000;

    /// <summary>Longest side that a file may state.</summary>
    public const int MaxSide = 16_384;

    /// <summary>Shortest side: below this no face has the pixels it needs.</summary>
    public const int MinSide = 48;

    /// <summary>A JPEG with a longer side is decoded to a half, a quarter …: it spares memory, and faces have pixels enough.</summary>
    private const int ComfortableSide = 4096;

    private static readonly SKColorSpace Srgb = SKColorSpace.CreateSrgb();

    /// <summary>Decodes; never throws on account of the bytes.</summary>
    public static DecodedPhotograph Decode(ReadOnlyMemory<byte> jpegOrPng)
    {
        if (jpegOrPng.Length > MaxBytes)
            return new DecodedPhotograph(PhotographError.TooLarge);
        // Other formats that Skia knows never reach their decoders.
        if (!IsJpeg(jpegOrPng.Span) && !IsPng(jpegOrPng.Span))
            return new DecodedPhotograph(PhotographError.NotJpegOrPng);
        if (IsJpeg(jpegOrPng.Span) && !EndsItsScans(jpegOrPng.Span))
            return new DecodedPhotograph(PhotographError.Damaged);
        using MemoryHandle pinned = jpegOrPng.Pin();
        using SKData data = Wrap(pinned, jpegOrPng.Length);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png))
            return new DecodedPhotograph(PhotographError.NotJpegOrPng);
        (int width, int height) = ExifOrientation.Size(codec.EncodedOrigin, codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaxPixels || Math.Max(width, height) > MaxSide)
            return new DecodedPhotograph(PhotographError.TooLarge, width, height);
        if (Math.Min(width, height) < MinSide)
            return new DecodedPhotograph(PhotographError.TooSmall, width, height);
        return DecodePixels(codec);
    }

    private static unsafe SKData Wrap(in MemoryHandle pinned, int length) => SKData.Create((nint)pinned.Pointer, length);

    private static unsafe DecodedPhotograph DecodePixels(SKCodec codec)
    {
        SKSizeI size = codec.Info.Size;
        int longest = Math.Max(size.Width, size.Height);
        if (longest > ComfortableSide)
            size = codec.GetScaledDimensions((float)ComfortableSide / longest);
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Unpremul, Srgb);
        (int width, int height) = ExifOrientation.Size(codec.EncodedOrigin, size.Width, size.Height);
        byte[] decoded = GC.AllocateArray<byte>(info.BytesSize, pinned: true);
        try
        {
            SKCodecResult result;
            fixed (byte* pixels = decoded)
                result = codec.GetPixels(info, (nint)pixels);
            if (result != SKCodecResult.Success)
                return new DecodedPhotograph(PhotographError.Damaged, width, height);
            byte[] upright = GC.AllocateUninitializedArray<byte>(width * height * BgrImage.Channels, pinned: true);
            ExifOrientation.Apply(codec.EncodedOrigin, decoded, size.Width, size.Height, upright);
            return new DecodedPhotograph(upright, width, height);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decoded);
        }
    }

    private static bool IsJpeg(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <summary>
    /// Whether an end of image follows the last scan. The decoder takes a progressive JPEG that was cut between or in its scans for a
    /// whole, if coarse, picture. Inside a scan no marker can occur but by damage, and a thumbnail's end comes before the scans.
    /// </summary>
    private static bool EndsItsScans(ReadOnlySpan<byte> jpeg) =>
        jpeg.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) > jpeg.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);

    private static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
}
