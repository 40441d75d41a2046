using Signpost.Hardware.Simulated.Footage;
using SkiaSharp;

namespace Signpost.Benchmarks.Scenes;

/// <summary>Heads of the people who are never enrolled, cut from the demonstration's portraits, each with its face's width.</summary>
internal sealed class Portraits : IDisposable
{
    // A head with hair and neck, in widths of its face.
    private const float Room = 0.45f;

    private readonly (SKImage Head, float FaceWidth)[] _all;

    private Portraits((SKImage Head, float FaceWidth)[] all) => _all = all;

    public int Count => _all.Length;

    /// <exception cref="InvalidDataException">A portrait is missing or no picture.</exception>
    public static Portraits Load(string media) => new([.. FootageCatalogue.Load().Strangers.Select(stranger => Cut(media, stranger))]);

    /// <summary>Paints a head so that its face is <paramref name="width"/> pixels wide around a centre.</summary>
    public void Paint(SKCanvas canvas, int person, float x, float y, float width)
    {
        var (head, faceWidth) = _all[person % _all.Length];
        var scale = width / faceWidth;
        var target = SKRect.Create(x - head.Width * scale / 2, y - head.Height * scale / 2, head.Width * scale, head.Height * scale);
        canvas.DrawImage(head, target, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    public void Dispose()
    {
        foreach (var (head, _) in _all) head.Dispose();
    }

    private static (SKImage Head, float FaceWidth) Cut(string media, FootageStranger stranger)
    {
        var path = Path.Combine(media, stranger.Package, stranger.File);
        using var picture = File.Exists(path) ? SKImage.FromEncodedData(path) : null;
        if (picture is null) throw new InvalidDataException($"{path} is missing or no picture: './signpost bench' fetches it.");
        var face = stranger.Face;
        var margin = Room * face.Width;
        var part = SKRectI.Intersect(
            SKRectI.Floor(new SKRect(
                (float)(face.X - margin), (float)(face.Y - margin), (float)(face.X + face.Width + margin), (float)(face.Y + face.Height + margin))),
            new SKRectI(0, 0, picture.Width, picture.Height));
        return (picture.Subset(part), (float)face.Width);
    }
}
