using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SkiaSharp;

namespace Signpost.Recognition;

/// <summary>The picture of a face that an officer sees.</summary>
public static class FaceCrop
{
    /// <summary>Cuts a square around a face and encodes it.</summary>
    /// <param name="image">The full picture.</param>
    /// <param name="face">In pixels of the picture.</param>
    /// <param name="margin">Room on every side, as a share of the longer side of the box: 0.5 shows hair and shoulders. 0 to 4.</param>
    /// <param name="maxSide">Longest side of the result in pixels, 16 to 4096; a small face is not enlarged.</param>
    /// <param name="quality">JPEG quality, 1 to 100.</param>
    /// <returns>A JPEG. What lies outside the picture is left out, so it need not be square.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter outside its range, or a face that does not touch the picture.</exception>
    public static byte[] EncodeJpeg(in BgrImage image, in FaceBox face, float margin, int maxSide, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(margin, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSide, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        SKRectI part = Part(image, face, margin);
        float scale = MathF.Min(1, (float)maxSide / Math.Max(part.Width, part.Height));
        int width = Math.Max(1, (int)MathF.Round(part.Width * scale)), height = Math.Max(1, (int)MathF.Round(part.Height * scale));
        float[] planes = GC.AllocateArray<float>(width * height * BgrImage.Channels, pinned: true);
        byte[] pixels = GC.AllocateArray<byte>(width * height * 4, pinned: true);
        try
        {
            var resampler = new Resampler(new ModelInput(width, height, ChannelOrder.Bgr, Mean: 0, Scale: 1));
            resampler.Fill(image, part.Left, part.Top, part.Width, part.Height, planes, new InputRegion(0, 0, width, height));
            resampler.Scrub();
            Interleave(planes, pixels);
            return Encode(pixels, width, height, quality);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(planes.AsSpan()));
            CryptographicOperations.ZeroMemory(pixels);
        }
    }

    private static SKRectI Part(in BgrImage image, in FaceBox face, float margin)
    {
        float side = MathF.Max(face.Width, face.Height) * (1 + 2 * margin);
        float centreX = face.X + face.Width / 2, centreY = face.Y + face.Height / 2;
        int left = (int)MathF.Max(0, MathF.Floor(centreX - side / 2)), right = (int)MathF.Min(image.Width, MathF.Ceiling(centreX + side / 2));
        int top = (int)MathF.Max(0, MathF.Floor(centreY - side / 2)), bottom = (int)MathF.Min(image.Height, MathF.Ceiling(centreY + side / 2));
        return right > left && bottom > top
            ? new SKRectI(left, top, right, bottom)
            : throw new ArgumentOutOfRangeException(nameof(face), "the face does not touch the picture");
    }

    private static void Interleave(ReadOnlySpan<float> planes, Span<byte> bgra)
    {
        int plane = bgra.Length / 4;
        for (int pixel = 0; pixel < plane; pixel++)
        {
            bgra[pixel * 4] = (byte)(planes[pixel] + 0.5f);
            bgra[pixel * 4 + 1] = (byte)(planes[plane + pixel] + 0.5f);
            bgra[pixel * 4 + 2] = (byte)(planes[2 * plane + pixel] + 0.5f);
            bgra[pixel * 4 + 3] = byte.MaxValue;
        }
    }

    private static unsafe byte[] Encode(byte[] bgra, int width, int height, int quality)
    {
        fixed (byte* pixels = bgra)
        {
            using var pixmap = new SKPixmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque), (nint)pixels);
            using SKData? jpeg = pixmap.Encode(SKEncodedImageFormat.Jpeg, quality);
            return jpeg?.ToArray() ?? throw new InvalidOperationException($"a picture of {width}×{height} was not encoded");
        }
    }
}
