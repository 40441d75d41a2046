using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Signpost.Recognition;

/// <summary>
/// Turns, scales and shifts a face so that its five points come as near as they can (least squares) to those of the standard
/// face: a similarity, which keeps the face's proportions. The standard points are the usual ones of 112×112 face models (ArcFace).
/// </summary>
public static class Alignment
{
    /// <summary>Columns and rows of an aligned face.</summary>
    public const int Side = 112;

    /// <summary>Bytes of an aligned face: interleaved BGR without padding.</summary>
    public const int ByteCount = Side * Side * BgrImage.Channels;

    /// <summary>Samples along each axis of an output pixel at most, when a large face is reduced.</summary>
    private const int MaxSamples = 16;

    /// <summary>The standard five points, in the order of <see cref="FivePoints"/>, in pixels of the aligned face.</summary>
    internal static ReadOnlySpan<Vector2> StandardPoints => Standard;

    private static readonly Vector2[] Standard =
    [
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f),
    ];

    /// <summary>Writes the aligned face. Allocates nothing. What lies outside the picture repeats its edge.</summary>
    /// <param name="image">The full picture.</param>
    /// <param name="points">In pixels of the picture.</param>
    /// <param name="bgr112">Receives <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException">Room for another number of bytes.</exception>
    public static void Align(in BgrImage image, in FivePoints points, Span<byte> bgr112)
    {
        if (bgr112.Length != ByteCount)
            throw new ArgumentException($"expected room for {ByteCount} bytes, got {bgr112.Length}", nameof(bgr112));
        Similarity toImage = Similarity.Fit(Standard, points);
        int samples = SamplesPerAxis(toImage);
        if (InteriorWarp.Fits(image, toImage, Side))
            InteriorWarp.Write(image, toImage, Side, samples, bgr112);
        else if (samples == 1)
            WarpOnce(image, toImage, bgr112);
        else
            WarpMean(image, toImage, samples, bgr112);
    }

    /// <summary>Exchanges left and right of an aligned face, in place: the standard points are all but symmetrical. Allocates nothing.</summary>
    /// <param name="bgr112"><see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static void Mirror(Span<byte> bgr112)
    {
        if (bgr112.Length != ByteCount)
            throw new ArgumentException($"expected {ByteCount} bytes, got {bgr112.Length}", nameof(bgr112));
        for (int y = 0; y < Side; y++)
        {
            Span<byte> row = bgr112.Slice(y * Side * BgrImage.Channels, Side * BgrImage.Channels);
            // All bytes turned round give the pixels turned round with their channels in the wrong order; so each pixel is turned once more.
            row.Reverse();
            for (int x = 0; x < row.Length; x += BgrImage.Channels)
                row.Slice(x, BgrImage.Channels).Reverse();
        }
    }

    /// <summary>One sample an output pixel up to a reduction of 1.5; beyond, enough of them that no source pixel is skipped.</summary>
    internal static int SamplesPerAxis(in Similarity toImage) =>
        Math.Clamp((int)MathF.Ceiling(toImage.Scale - 0.5f), 1, MaxSamples);

    private static void WarpOnce(in BgrImage image, in Similarity toImage, Span<byte> target)
    {
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
                Store(Sample(image, toImage.Apply(new Vector2(x, y))), target, (y * Side + x) * BgrImage.Channels);
        }
    }

    private static void WarpMean(in BgrImage image, in Similarity toImage, int samples, Span<byte> target)
    {
        float step = 1f / samples;
        float first = step / 2 - 0.5f;
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                Vector128<float> sum = default;
                for (int row = 0; row < samples; row++)
                {
                    for (int column = 0; column < samples; column++)
                        sum += Sample(image, toImage.Apply(new Vector2(x + first + column * step, y + first + row * step)));
                }
                Store(sum * (step * step), target, (y * Side + x) * BgrImage.Channels);
            }
        }
    }

    /// <summary>Bilinear: blue, green, red and a lane without meaning. Pixel centres lie on whole numbers.</summary>
    private static Vector128<float> Sample(in BgrImage image, Vector2 at)
    {
        // NaN compares false and lands on 0.
        float u = at.X > 0 ? MathF.Min(at.X, image.Width - 1) : 0;
        float v = at.Y > 0 ? MathF.Min(at.Y, image.Height - 1) : 0;
        int left = (int)u, top = (int)v;
        int right = Math.Min(left + 1, image.Width - 1), bottom = Math.Min(top + 1, image.Height - 1);
        var dx = Vector128.Create(u - left);
        Vector128<float> upper = Mix(Load(image, left, top), Load(image, right, top), dx);
        Vector128<float> lower = Mix(Load(image, left, bottom), Load(image, right, bottom), dx);
        return Mix(upper, lower, Vector128.Create(v - top));
    }

    private static Vector128<float> Mix(Vector128<float> from, Vector128<float> to, Vector128<float> share) =>
        Vector128.MultiplyAddEstimate(to - from, share, from);

    private static Vector128<float> Load(in BgrImage image, int x, int y)
    {
        int offset = y * image.Stride + x * BgrImage.Channels;
        ReadOnlySpan<byte> pixels = image.Pixels;
        // Four bytes where three are meant, but for the very last pixel.
        uint packed = offset + sizeof(uint) <= pixels.Length
            ? MemoryMarshal.Read<uint>(pixels[offset..])
            : (uint)(pixels[offset] | pixels[offset + 1] << 8 | pixels[offset + 2] << 16);
        Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalar(packed).AsByte());
        return Vector128.ConvertToSingle(Vector128.WidenLower(wide).AsInt32());
    }

    private static void Store(Vector128<float> pixel, Span<byte> target, int offset)
    {
        Vector128<int> rounded = Vector128.ConvertToInt32(pixel + Vector128.Create(0.5f));
        target[offset + 2] = (byte)rounded.GetElement(2);
        target[offset + 1] = (byte)rounded.GetElement(1);
        target[offset] = (byte)rounded.GetElement(0);
    }
}
