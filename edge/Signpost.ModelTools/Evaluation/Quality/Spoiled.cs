using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation.Quality;

/// <summary>A picture in memory that can be spoiled in one way at a time.</summary>
internal sealed class Spoiled
{
    private Spoiled(int width, int height) => (Width, Height, Bytes) = (width, height, new byte[width * height * BgrImage.Channels]);

    public int Width { get; }

    public int Height { get; }

    public byte[] Bytes { get; }

    public BgrImage Image => new(Bytes, Width, Height, Width * BgrImage.Channels);

    public static Spoiled Copy(in BgrImage image)
    {
        var copy = new Spoiled(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
            image.Row(y).CopyTo(copy.Bytes.AsSpan(y * image.Width * BgrImage.Channels));
        return copy;
    }

    /// <summary>3×3 means, so many times.</summary>
    public Spoiled Blurred(int times)
    {
        Spoiled from = this;
        for (int round = 0; round < times; round++)
            from = from.Blurred();
        return from;
    }

    /// <summary>Reduced by area to a share of its size.</summary>
    public Spoiled Shrunk(float share)
    {
        var to = new Spoiled(Math.Max(1, (int)(Width * share)), Math.Max(1, (int)(Height * share)));
        for (int y = 0; y < to.Height; y++)
        {
            (int top, int bottom) = Source(y, to.Height, Height);
            for (int x = 0; x < to.Width; x++)
            {
                (int left, int right) = Source(x, to.Width, Width);
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                    to.Bytes[to.Offset(x, y) + channel] = Mean(left, right, top, bottom, channel);
            }
        }
        return to;
    }

    /// <summary>Turned about a point, what comes in from outside repeating the edge.</summary>
    public Spoiled Rotated(float degrees, float aboutX, float aboutY)
    {
        (float sin, float cos) = MathF.SinCos(degrees * MathF.PI / 180);
        var to = new Spoiled(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                float fromX = aboutX + cos * (x - aboutX) + sin * (y - aboutY), fromY = aboutY - sin * (x - aboutX) + cos * (y - aboutY);
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                    to.Bytes[to.Offset(x, y) + channel] = Between(fromX, fromY, channel);
            }
        }
        return to;
    }

    /// <summary>Every value times a gain about a middle, with noise of a standard deviation after it, cut off at 0 and 255.</summary>
    public Spoiled Exposed(float gain, float middle, float noise, int seed)
    {
        var random = new Random(seed);
        Spoiled to = Copy(Image);
        for (int index = 0; index < to.Bytes.Length; index++)
        {
            double gaussian = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            to.Bytes[index] = (byte)Math.Clamp(middle + gain * (to.Bytes[index] - middle) + noise * gaussian, 0, 255);
        }
        return to;
    }

    /// <summary>Grey from a row on downwards.</summary>
    public Spoiled CoveredFrom(int row)
    {
        Spoiled to = Copy(Image);
        to.Bytes.AsSpan(to.Offset(0, Math.Min(row, Height))).Fill(127);
        return to;
    }

    /// <summary>Without its columns left of one.</summary>
    public Spoiled CutFrom(int column)
    {
        var to = new Spoiled(Width - column, Height);
        for (int y = 0; y < Height; y++)
            Image.Row(y)[(column * BgrImage.Channels)..].CopyTo(to.Bytes.AsSpan(to.Offset(0, y)));
        return to;
    }

    private Spoiled Blurred()
    {
        var to = new Spoiled(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                    to.Bytes[to.Offset(x, y) + channel] = Mean(Math.Max(0, x - 1), Math.Min(Width, x + 2), Math.Max(0, y - 1), Math.Min(Height, y + 2), channel);
            }
        }
        return to;
    }

    private byte Mean(int left, int right, int top, int bottom, int channel)
    {
        int sum = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
                sum += Bytes[Offset(x, y) + channel];
        }
        int count = (right - left) * (bottom - top);
        return (byte)((sum + count / 2) / count);
    }

    private byte Between(float x, float y, int channel)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float right = x - left, low = y - top;
        float upper = (1 - right) * At(left, top, channel) + right * At(left + 1, top, channel);
        float lower = (1 - right) * At(left, top + 1, channel) + right * At(left + 1, top + 1, channel);
        return (byte)((1 - low) * upper + low * lower + 0.5f);
    }

    private byte At(int x, int y, int channel) => Bytes[Offset(Math.Clamp(x, 0, Width - 1), Math.Clamp(y, 0, Height - 1)) + channel];

    private int Offset(int x, int y) => (y * Width + x) * BgrImage.Channels;

    private static (int From, int To) Source(int place, int places, int length)
    {
        int from = (int)((long)place * length / places);
        return (from, Math.Max(from + 1, (int)((long)(place + 1) * length / places)));
    }
}
