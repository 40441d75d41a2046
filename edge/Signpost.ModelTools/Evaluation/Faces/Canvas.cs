using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>A picture to paste faces into: a wall with slow shades, then blur and noise as of a camera.</summary>
internal sealed class Canvas
{
    private readonly byte[] _pixels;

    public Canvas(int width, int height)
    {
        Width = width;
        Height = height;
        _pixels = new byte[width * height * BgrImage.Channels];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                    _pixels[Offset(x, y) + channel] = (byte)(110 + 50 * Math.Sin(x / 90.0 + channel) + 40 * Math.Cos(y / 60.0 - channel));
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    public BgrImage Image => new(_pixels, Width, Height, Width * BgrImage.Channels);

    /// <summary>Pastes a head: an ellipse around the face with a soft border, reduced by area so that the face has the given width.</summary>
    /// <returns>The face's box on the canvas.</returns>
    public FaceBox Paste(in BgrImage from, in FaceBox face, float faceWidth, float centreX, float centreY)
    {
        float scale = face.Width / faceWidth;
        float radiusX = faceWidth * 0.9f, radiusY = faceWidth * face.Height / face.Width * 0.85f;
        float faceX = face.X + face.Width / 2, faceY = face.Y + face.Height / 2;
        for (int y = Math.Max(0, (int)(centreY - radiusY)); y < Math.Min(Height, centreY + radiusY); y++)
        {
            for (int x = Math.Max(0, (int)(centreX - radiusX)); x < Math.Min(Width, centreX + radiusX); x++)
            {
                float dx = (x - centreX) / radiusX, dy = (y - centreY) / radiusY;
                float alpha = Math.Clamp((1 - dx * dx - dy * dy) * 4, 0, 1);
                if (alpha > 0)
                    Blend(from, faceX + (x - 0.5f - centreX) * scale, faceY + (y - 0.5f - centreY) * scale, scale, alpha, Offset(x, y));
            }
        }
        float height = face.Height / scale;
        return new FaceBox(centreX - faceWidth / 2, centreY - height / 2, faceWidth, height, 1);
    }

    /// <summary>3×3 means, so many times.</summary>
    public void Blur(int times)
    {
        for (int round = 0; round < times; round++)
        {
            byte[] source = (byte[])_pixels.Clone();
            for (int y = 1; y < Height - 1; y++)
            {
                for (int x = 1; x < Width - 1; x++)
                {
                    for (int channel = 0; channel < BgrImage.Channels; channel++)
                    {
                        int sum = 0;
                        for (int dy = -1; dy <= 1; dy++)
                        {
                            for (int dx = -1; dx <= 1; dx++)
                                sum += source[Offset(x + dx, y + dy) + channel];
                        }
                        _pixels[Offset(x, y) + channel] = (byte)((sum + 4) / 9);
                    }
                }
            }
        }
    }

    /// <summary>Adds Gaussian noise.</summary>
    public void AddNoise(Random random, double deviation)
    {
        for (int index = 0; index < _pixels.Length; index++)
        {
            double gaussian = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            _pixels[index] = (byte)Math.Clamp(_pixels[index] + gaussian * deviation, 0, 255);
        }
    }

    private void Blend(in BgrImage from, float x, float y, float scale, float alpha, int offset)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        int right = Math.Max(left + 1, (int)MathF.Round(x + scale)), bottom = Math.Max(top + 1, (int)MathF.Round(y + scale));
        for (int channel = 0; channel < BgrImage.Channels; channel++)
        {
            int sum = 0;
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                    sum += from.Row(Math.Clamp(row, 0, from.Height - 1))[Math.Clamp(column, 0, from.Width - 1) * BgrImage.Channels + channel];
            }
            float mean = (float)sum / ((right - left) * (bottom - top));
            _pixels[offset + channel] = (byte)(_pixels[offset + channel] + alpha * (mean - _pixels[offset + channel]) + 0.5f);
        }
    }

    private int Offset(int x, int y) => (y * Width + x) * BgrImage.Channels;
}
