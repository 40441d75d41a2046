namespace Signpost.Recognition;

/// <summary>A view of somebody else's pixels: interleaved blue, green, red, 8 bits each, rows from the top.</summary>
public readonly ref struct BgrImage
{
    /// <summary>Bytes of one pixel.</summary>
    public const int Channels = 3;

    /// <param name="pixels">At least <c>(height − 1) × stride + width × 3</c> bytes.</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="stride">Bytes from a row to the next, at least <c>width × 3</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public BgrImage(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan((long)stride, (long)width * Channels, nameof(stride));
        long needed = ((long)height - 1) * stride + (long)width * Channels;
        if (pixels.Length < needed)
            throw new ArgumentException($"{width}×{height} with stride {stride} needs {needed} bytes, got {pixels.Length}", nameof(pixels));
        Pixels = pixels[..(int)needed];
        Width = width;
        Height = height;
        Stride = stride;
    }

    /// <summary>The bytes, without padding after the last pixel.</summary>
    public ReadOnlySpan<byte> Pixels { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from a row to the next.</summary>
    public int Stride { get; }

    /// <summary>One row, <c>Width × 3</c> bytes.</summary>
    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Stride, Width * Channels);
}
