using SkiaSharp;

namespace Signpost.Hardware.Simulated.Scene;

/// <summary>
/// Paints a street without people: a row of brick and plaster fronts with windows and shops, a pavement that runs towards the camera,
/// a kerb and a lamp post; all drawn, nothing photographed, by chance of a seed. Slightly out of focus, darker towards the corners.
/// </summary>
internal static class StreetBackground
{
    private static readonly uint[] Fronts = [0xFF8A6A58, 0xFF9C8A78, 0xFF76706A, 0xFF8F7F6B, 0xFF6F7A80, 0xFFA39480, 0xFF7D5D50];
    private static readonly uint[] Awnings = [0xFF2F5D50, 0xFF7A2E2E, 0xFF2C4470, 0xFF6B5B2A, 0xFF444444];

    /// <summary>Paints the picture: BGR, no row padding.</summary>
    public static byte[] Paint(int width, int height, Random random)
    {
        var info = new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info);
        using var drawing = SKSurface.Create(info);
        var ground = height * 0.52f;
        Draw(drawing.Canvas, width, height, ground, random);
        using var sharp = drawing.Snapshot();
        using (var filter = SKImageFilter.CreateBlur(1.6f, 1.6f, SKShaderTileMode.Clamp))
        using (var paint = new SKPaint { ImageFilter = filter })
        {
            surface.Canvas.DrawImage(sharp, 0, 0, SKSamplingOptions.Default, paint);
        }

        DrawVignette(surface.Canvas, width, height);
        using var pixels = surface.PeekPixels();
        var source = pixels.GetPixelSpan<byte>();
        var result = new byte[width * height * 3];
        for (int from = 0, to = 0; to < result.Length; from += 4, to += 3)
        {
            result[to] = source[from];
            result[to + 1] = source[from + 1];
            result[to + 2] = source[from + 2];
        }

        return result;
    }

    private static void Draw(SKCanvas canvas, int width, int height, float ground, Random random)
    {
        canvas.Clear(new SKColor(0xFF9AA3A8));
        for (float left = -random.Next(80); left < width;)
        {
            var right = left + random.Next((int)(width * 0.17f), (int)(width * 0.3f));
            DrawHouse(canvas, new SKRect(left, 0, right, ground), random);
            left = right;
        }

        DrawGround(canvas, width, height, ground, random);
        DrawLampPost(canvas, width * (0.2f + (0.6f * random.NextSingle())), ground + (height * 0.06f));
    }

    private static void DrawHouse(SKCanvas canvas, SKRect house, Random random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        var colour = Shade(new SKColor(Fronts[random.Next(Fronts.Length)]), 0.85f + (0.25f * random.NextSingle()));
        paint.Color = colour;
        canvas.DrawRect(house, paint);
        if (random.Next(3) > 0)
        {
            DrawBricks(canvas, house, colour, random);
        }

        var shopTop = house.Bottom - (house.Height * (0.42f + (0.1f * random.NextSingle())));
        DrawWindows(canvas, new SKRect(house.Left, house.Top, house.Right, shopTop), random);
        DrawShop(canvas, new SKRect(house.Left + 12, shopTop, house.Right - 12, house.Bottom), random);
        paint.Color = Shade(colour, 0.62f);
        canvas.DrawRect(house.Right - 3, 0, 3, house.Height, paint);
    }

    private static void DrawBricks(SKCanvas canvas, SKRect house, SKColor colour, Random random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        const float brickHeight = 9;
        const float brickWidth = 24;
        var odd = false;
        for (var y = house.Top; y < house.Bottom; y += brickHeight, odd = !odd)
        {
            for (var x = house.Left - (odd ? brickWidth / 2 : 0); x < house.Right; x += brickWidth)
            {
                paint.Color = Shade(colour, 0.9f + (0.18f * random.NextSingle()));
                var left = MathF.Max(x, house.Left);
                canvas.DrawRect(left, y, MathF.Min(x + brickWidth - 1.5f, house.Right) - left, brickHeight - 1.5f, paint);
            }
        }
    }

    private static void DrawWindows(SKCanvas canvas, SKRect wall, Random random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        var count = Math.Max(1, (int)(wall.Width / 95));
        var spacing = wall.Width / count;
        for (var i = 0; i < count; i++)
        {
            var pane = SKRect.Create(wall.Left + (spacing * (i + 0.5f)) - 24, wall.Top - 20, 48, wall.Height * 0.78f);
            paint.Color = new SKColor(0xFFD0CABF);
            canvas.DrawRect(SKRect.Inflate(pane, 5, 5), paint);
            paint.Color = Shade(new SKColor(0xFF4A5A66), 0.7f + (0.6f * random.NextSingle()));
            canvas.DrawRect(pane, paint);
            paint.Color = new SKColor(0xFFC4BEB2);
            canvas.DrawRect(pane.MidX - 1.5f, pane.Top, 3, pane.Height, paint);
            canvas.DrawRect(pane.Left, pane.Top + (pane.Height * 0.55f), pane.Width, 3, paint);
        }
    }

    private static void DrawShop(SKCanvas canvas, SKRect shop, Random random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        var awning = new SKColor(Awnings[random.Next(Awnings.Length)]);
        var glassTop = shop.Top + (shop.Height * 0.2f);
        var glass = new SKRect(shop.Left, glassTop, shop.Right, shop.Bottom - (shop.Height * 0.14f));
        using (var shader = SKShader.CreateLinearGradient(
            new SKPoint(glass.Left, glass.Top), new SKPoint(glass.Right, glass.Bottom),
            [Shade(new SKColor(0xFF5B6468), 0.7f + (0.5f * random.NextSingle())), new SKColor(0xFF2A2D30)], SKShaderTileMode.Clamp))
        {
            paint.Shader = shader;
            canvas.DrawRect(glass, paint);
            paint.Shader = null;
        }

        for (var i = random.Next(2, 6); i > 0; i--)
        {
            paint.Color = Shade(new SKColor(0xFF8C7F66), 0.5f + random.NextSingle()).WithAlpha(150);
            var high = glass.Height * (0.15f + (0.35f * random.NextSingle()));
            canvas.DrawRect(glass.Left + (random.NextSingle() * glass.Width * 0.85f), glass.Bottom - high, 14 + random.Next(26), high, paint);
        }

        var door = shop.Left + (shop.Width * (0.1f + (0.6f * random.NextSingle())));
        paint.Color = Shade(awning, 0.7f);
        canvas.DrawRect(door, glassTop, 46, shop.Bottom - glassTop, paint);
        paint.Color = new SKColor(0xFF3B444A);
        canvas.DrawRect(door + 7, glassTop + 8, 32, (shop.Bottom - glassTop) * 0.62f, paint);
        paint.Color = awning;
        canvas.DrawRect(shop.Left - 6, shop.Top, shop.Width + 12, shop.Height * 0.17f, paint);
        paint.Color = Shade(awning, 1.3f);
        for (var x = shop.Left; x < shop.Right - 12 && random.Next(6) > 0; x += 26)
        {
            canvas.DrawRect(x, shop.Top, 13, shop.Height * 0.17f, paint);
        }
    }

    private static void DrawGround(SKCanvas canvas, int width, int height, float ground, Random random)
    {
        using var paint = new SKPaint { IsAntialias = true };
        using (var shader = SKShader.CreateLinearGradient(
            new SKPoint(0, ground), new SKPoint(0, height),
            [new SKColor(0xFF807E79), new SKColor(0xFF9B9892)], SKShaderTileMode.Clamp))
        {
            paint.Shader = shader;
            canvas.DrawRect(0, ground, width, height - ground, paint);
            paint.Shader = null;
        }

        var vanishing = new SKPoint(width * (0.35f + (0.3f * random.NextSingle())), height * 0.08f);
        paint.StrokeWidth = 1.6f;
        paint.Color = new SKColor(0x60404040);
        canvas.Save();
        canvas.ClipRect(new SKRect(0, ground, width, height));
        for (var x = -width * 2; x < width * 3; x += 150)
        {
            canvas.DrawLine(vanishing.X, vanishing.Y, x, height, paint);
        }

        for (float depth = 1; depth > 0.3f; depth *= 0.9f)
        {
            var y = vanishing.Y + ((height - vanishing.Y) * depth);
            canvas.DrawLine(0, y, width, y, paint);
        }

        for (var i = 0; i < 60; i++)
        {
            paint.Color = new SKColor((uint)((random.Next(12, 34) << 24) | (random.Next(2) == 0 ? 0x202020 : 0xE0E0E0)));
            canvas.DrawOval(random.Next(width), ground + (random.NextSingle() * (height - ground)), random.Next(20, 120), random.Next(3, 14), paint);
        }

        paint.Color = new SKColor(0xFF5F5D59);
        canvas.DrawRect(0, ground, width, 7, paint);
        canvas.Restore();
    }

    private static void DrawLampPost(SKCanvas canvas, float x, float foot)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(0xFF2E3334) };
        canvas.DrawRect(x - 5, 0, 10, foot, paint);
        canvas.DrawRect(x - 11, foot - 46, 22, 46, paint);
        paint.Color = new SKColor(0x50FFFFFF);
        canvas.DrawRect(x - 3, 0, 2, foot, paint);
    }

    private static void DrawVignette(SKCanvas canvas, int width, int height)
    {
        using var shader = SKShader.CreateRadialGradient(
            new SKPoint(width / 2f, height / 2f), width * 0.62f,
            [new SKColor(0x00000000), new SKColor(0x00000000), new SKColor(0x55000000)], [0f, 0.6f, 1f], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(0, 0, width, height, paint);
    }

    private static SKColor Shade(SKColor colour, float factor) => new(
        (byte)Math.Clamp(colour.Red * factor, 0, 255),
        (byte)Math.Clamp(colour.Green * factor, 0, 255),
        (byte)Math.Clamp(colour.Blue * factor, 0, 255),
        colour.Alpha);
}
