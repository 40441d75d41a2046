using Signpost.Hardware.Simulated.Footage;
using SkiaSharp;

namespace Signpost.Hardware.Simulated.Sprites;

/// <summary>What a camera's lens, shutter and encoder do to a head, within mild limits.</summary>
/// <param name="BlurAcross">Standard deviation of the blur along rows (movement), in pixels of the sprite.</param>
/// <param name="BlurDown">Standard deviation of the blur along columns (focus), in pixels of the sprite.</param>
/// <param name="JpegQuality">Quality of the encoder, 1 … 100.</param>
internal readonly record struct Wear(float BlurAcross, float BlurDown, int JpegQuality);

/// <summary>Cuts a head out of its source, wears the picture and premultiplies it. Load time only: it allocates as it likes.</summary>
internal sealed class SpriteCutter : IDisposable
{
    private static readonly SKImageInfo SpriteInfo = new(SpriteGeometry.Width, SpriteGeometry.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);

    private readonly HeadMatte _matte;
    private readonly float _faceHeight;
    private readonly SKRect _placed;
    private readonly SKSurface _surface = SKSurface.Create(SpriteInfo);
    private readonly byte[] _clean = new byte[SpriteGeometry.Width * SpriteGeometry.Height * 4];
    private readonly byte[] _alpha = new byte[SpriteGeometry.Width * SpriteGeometry.Height];
    private readonly SKSamplingOptions _sampling;
    private int _taken;

    /// <summary>Prepares for the pictures of one source.</summary>
    /// <param name="sourceWidth">Width of the source in its own pixels.</param>
    /// <param name="sourceHeight">Height of the source in its own pixels.</param>
    /// <param name="face">Where the face is in the source.</param>
    /// <param name="isScaled">Whether the pictures come at the sprite's scale already.</param>
    public SpriteCutter(int sourceWidth, int sourceHeight, FaceRectangle face, bool isScaled)
    {
        _sampling = new SKSamplingOptions(SKFilterMode.Linear, isScaled ? SKMipmapMode.None : SKMipmapMode.Linear);
        var scale = (float)SpriteGeometry.ScaleOf(face);
        var left = SpriteGeometry.CentreX - ((float)(face.X + (face.Width / 2)) * scale);
        var top = SpriteGeometry.FaceTop - ((float)face.Y * scale);
        _placed = new SKRect(left, top, left + (sourceWidth * scale), top + (sourceHeight * scale));
        _faceHeight = (float)face.Height * scale;
        _matte = new HeadMatte(_faceHeight, (_placed.Left, _placed.Top, _placed.Right, _placed.Bottom));
    }

    /// <summary>Takes the next picture of the source, whatever its scale; computes the matte of every second one, as heads move little.</summary>
    public void Take(SKImage picture)
    {
        _surface.Canvas.Clear(SKColors.Gray);
        _surface.Canvas.DrawImage(picture, _placed, _sampling);
        using var pixels = _surface.PeekPixels();
        pixels.GetPixelSpan<byte>().CopyTo(_clean);
        if (_taken++ % 2 == 0)
        {
            _matte.Update(_clean);
            for (var at = 0; at < _alpha.Length; at++)
            {
                _alpha[at] = (byte)MathF.Round(_matte.At(at % SpriteGeometry.Width, at / SpriteGeometry.Width) * 255f);
            }
        }
    }

    /// <summary>Makes a worn sprite of the picture taken last.</summary>
    public Sprite Cut(Wear wear)
    {
        using var clean = SKImage.FromPixelCopy(SpriteInfo, _clean);
        using var surface = SKSurface.Create(SpriteInfo);
        using (var filter = SKImageFilter.CreateBlur(wear.BlurAcross, wear.BlurDown, SKShaderTileMode.Clamp))
        using (var paint = new SKPaint { ImageFilter = filter })
        {
            surface.Canvas.DrawImage(clean, 0, 0, SKSamplingOptions.Default, paint);
        }

        using var blurred = surface.Snapshot();
        using var encoded = blurred.Encode(SKEncodedImageFormat.Jpeg, wear.JpegQuality);
        using var worn = SKBitmap.Decode(encoded, SpriteInfo);
        var source = worn.GetPixelSpan();
        var pixels = new byte[source.Length];
        for (var at = 0; at < _alpha.Length; at++)
        {
            Premultiply(source, pixels, at * 4, _alpha[at]);
        }

        return new Sprite(pixels);
    }

    /// <summary>Makes the reel of the sprites, with the colours measured on the picture taken last.</summary>
    public SpriteReel Reel(Sprite[] frames)
    {
        var chin = SpriteGeometry.FaceTop + _faceHeight;
        return new SpriteReel(
            frames,
            ClipDecoder.FramesPerSecond,
            _faceHeight,
            MeanAround((int)(chin - (_faceHeight * 0.28f))));
    }

    public void Dispose() => _surface.Dispose();

    private static void Premultiply(ReadOnlySpan<byte> source, byte[] pixels, int at, int alpha)
    {
        pixels[at] = (byte)(source[at] * alpha / 255);
        pixels[at + 1] = (byte)(source[at + 1] * alpha / 255);
        pixels[at + 2] = (byte)(source[at + 2] * alpha / 255);
        pixels[at + 3] = (byte)alpha;
    }

    private BgrColour MeanAround(int row)
    {
        const int spread = 16;
        float b = 0, g = 0, r = 0, n = 0;
        for (var y = Math.Max(0, row - 4); y < Math.Min(SpriteGeometry.Height, row + 4); y++)
        {
            for (var x = (int)SpriteGeometry.CentreX - spread; x < (int)SpriteGeometry.CentreX + spread; x++)
            {
                var at = ((y * SpriteGeometry.Width) + x) * 4;
                b += _clean[at];
                g += _clean[at + 1];
                r += _clean[at + 2];
                n++;
            }
        }

        return new BgrColour(b / n, g / n, r / n);
    }
}
