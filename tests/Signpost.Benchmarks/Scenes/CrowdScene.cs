using Signpost.Hardware;
using SkiaSharp;

namespace Signpost.Benchmarks.Scenes;

/// <summary>
/// A number of people who are always in view, each in a place of their own, walking a little; every eight seconds another person takes a
/// place, so that visits end and begin. No clock and no chance: picture n at a rate is always the same.
/// </summary>
internal sealed class CrowdScene : IDisposable
{
    private const double SecondsAPerson = 8;

    // Faces in pixels of a picture 1920 wide: five people stand nearer than twenty.
    private const float NearFace = 110, FarFace = 72;
    private const int MostInARow = 10;

    private readonly Portraits _portraits;
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;
    private readonly SKImage _background;
    private readonly int _people;

    public CrowdScene(Portraits portraits, int width, int height, int people)
    {
        (_portraits, _people) = (portraits, people);
        _bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        _canvas = new SKCanvas(_bitmap);
        _background = PaintBackground(width, height);
    }

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    /// <summary>Draws the picture of a moment.</summary>
    /// <param name="seconds">Since the scene began.</param>
    public void Draw(double seconds, Frame frame)
    {
        _canvas.DrawImage(_background, 0, 0, SKSamplingOptions.Default);
        var rows = (_people + MostInARow - 1) / MostInARow;
        for (var person = 0; person < _people; person++)
        {
            var (row, column) = (person / MostInARow, person % MostInARow);
            var columns = Math.Min(MostInARow, _people - row * MostInARow);
            var face = (_people > MostInARow / 2 ? FarFace : NearFace) * Width / 1920;
            // Places change hands one after another, not all at once.
            var age = seconds / SecondsAPerson + (double)person / _people;
            var walked = (float)(age - Math.Floor(age) - 0.5) * face;
            var x = (column + 0.5f) * Width / columns + walked * 0.5f;
            // Who comes next stands a face and a half higher or lower: nobody would take the two for one.
            var height = (int)Math.Floor(age) % 2 == 0 ? -0.75f : 0.75f;
            var y = (row + 0.5f) * Height / rows + (height + MathF.Sin((float)(seconds * 2 + person)) * 0.1f) * face;
            _portraits.Paint(_canvas, person + (int)Math.Floor(age) * 5, x, y, face);
        }

        _canvas.Flush();
        CopyTo(frame);
    }

    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
        _background.Dispose();
    }

    private void CopyTo(Frame frame)
    {
        frame.EnsureSize(Width, Height);
        var source = _bitmap.GetPixelSpan();
        var target = frame.Span;
        for (int from = 0, to = 0; to < target.Length; from += 4, to += 3)
        {
            (target[to], target[to + 1], target[to + 2]) = (source[from], source[from + 1], source[from + 2]);
        }
    }

    // Something with edges and shades, or a decoder would have nothing to do.
    private static SKImage PaintBackground(int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var paint = new SKPaint();
        surface.Canvas.Clear(new SKColor(96, 104, 112));
        var random = new Random(1);
        for (var i = 0; i < 600; i++)
        {
            var shade = (byte)random.Next(60, 170);
            paint.Color = new SKColor(shade, (byte)(shade - random.Next(20)), (byte)(shade - random.Next(30)));
            var side = random.Next(8, width / 8);
            surface.Canvas.DrawRect(random.Next(-side, width), random.Next(-side, height), side, random.Next(8, height / 6), paint);
        }

        return surface.Snapshot();
    }
}
