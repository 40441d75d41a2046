using System.Security.Cryptography;

namespace Signpost.Hardware;

/// <summary>
/// One picture of a camera in memory that is allocated once and filled again and again: interleaved BGR, 8 bits a channel,
/// rows top to bottom, no padding between rows. The pixels are pinned, so that the collector never leaves a copy of a face behind.
/// </summary>
/// <remarks>One frame has one owner at a time; it is not safe for use by two threads.</remarks>
public sealed class Frame
{
    /// <summary>The longest side that a frame may have, in pixels.</summary>
    public const int MaxSide = 16_384;

    private const int BytesPerPixel = 3;

    /// <summary>The picture; the first <see cref="Length"/> bytes count, the rest is spare room of an earlier, larger picture.</summary>
    public byte[] Pixels { get; private set; } = [];

    /// <summary>Width in pixels; 0 before the first <see cref="EnsureSize"/>.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels; 0 before the first <see cref="EnsureSize"/>.</summary>
    public int Height { get; private set; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Width * BytesPerPixel;

    /// <summary>Bytes that the picture takes: <see cref="Stride"/> × <see cref="Height"/>.</summary>
    public int Length => Stride * Height;

    /// <summary>The picture as a span of <see cref="Length"/> bytes.</summary>
    public Span<byte> Span => Pixels.AsSpan(0, Length);

    /// <summary>When the camera took the picture (for a simulated or recorded one: when it was due), UTC.</summary>
    public DateTimeOffset CapturedAt { get; set; }

    /// <summary>
    /// Number of the picture since the camera was opened, from 0, rising. A gap is what was dropped, because the reader was late or the
    /// camera was: <c>this.Sequence − previous.Sequence − 1</c> pictures.
    /// </summary>
    public long Sequence { get; set; }

    /// <summary>Time that the camera's driver spent on making this picture ready: decoding, copying or, for a simulated one, drawing.</summary>
    public TimeSpan DecodeTime { get; set; }

    /// <summary>Makes room for a picture of the given size; the content is then undefined. Allocates only when the picture grows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not within 1 … <see cref="MaxSide"/>.</exception>
    public void EnsureSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        var length = checked(width * height * BytesPerPixel);
        if (Pixels.Length < length)
        {
            CryptographicOperations.ZeroMemory(Pixels);
            Pixels = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        }

        Width = width;
        Height = height;
    }

    /// <summary>Exchanges pictures, sizes, times and numbers with another frame, without copying a pixel.</summary>
    public void Exchange(Frame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Pixels, other.Pixels) = (other.Pixels, Pixels);
        (Width, other.Width) = (other.Width, Width);
        (Height, other.Height) = (other.Height, Height);
        (CapturedAt, other.CapturedAt) = (other.CapturedAt, CapturedAt);
        (Sequence, other.Sequence) = (other.Sequence, Sequence);
        (DecodeTime, other.DecodeTime) = (other.DecodeTime, DecodeTime);
    }

    /// <summary>Overwrites every pixel, spare room too, with zero. The size stays.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(Pixels);
}
