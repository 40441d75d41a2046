namespace Signpost.Recognition.Tests;

/// <summary>A picture that a test owns.</summary>
internal sealed class Picture(int width, int height, int stride)
{
    public Picture(int width, int height) : this(width, height, width * BgrImage.Channels)
    {
    }

    public int Width => width;

    public int Height => height;

    public byte[] Bytes { get; } = new byte[height * stride];

    public BgrImage Image => new(Bytes, width, height, stride);

    public static Picture Noise(int width, int height, int padding, int seed)
    {
        var picture = new Picture(width, height, width * BgrImage.Channels + padding);
        new Random(seed).NextBytes(picture.Bytes);
        return picture;
    }

    public static Picture Copy(in BgrImage image)
    {
        var picture = new Picture(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
            image.Row(y).CopyTo(picture.Bytes.AsSpan(y * image.Width * BgrImage.Channels));
        return picture;
    }

    /// <summary>3×3 means, so many times.</summary>
    public Picture Blurred(int times)
    {
        Picture result = this;
        for (int round = 0; round < times; round++)
            result = result.BlurredOnce();
        return result;
    }

    /// <summary>Lays another picture on this one, scaled by nearest of means.</summary>
    public void Paste(in BgrImage other, int left, int top, int targetWidth, int targetHeight)
    {
        for (int y = 0; y < targetHeight; y++)
        {
            for (int x = 0; x < targetWidth; x++)
            {
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                    this[left + x, top + y, channel] = Mean(other, x, y, channel, targetWidth, targetHeight);
            }
        }
    }

    public byte this[int x, int y, int channel]
    {
        get => Bytes[y * stride + x * BgrImage.Channels + channel];
        set => Bytes[y * stride + x * BgrImage.Channels + channel] = value;
    }

    private static byte Mean(in BgrImage image, int x, int y, int channel, int width, int height)
    {
        int left = x * image.Width / width, right = Math.Max(left + 1, (x + 1) * image.Width / width);
        int top = y * image.Height / height, bottom = Math.Max(top + 1, (y + 1) * image.Height / height);
        int sum = 0;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
                sum += image.Row(row)[column * BgrImage.Channels + channel];
        }
        return (byte)(sum / ((right - left) * (bottom - top)));
    }

    private Picture BlurredOnce()
    {
        var result = new Picture(width, height);
        for (int y = 0; y < height; y++)
        {
            int above = Math.Max(y - 1, 0) * stride, here = y * stride, below = Math.Min(y + 1, height - 1) * stride;
            for (int x = 0; x < width; x++)
            {
                int left = Math.Max(x - 1, 0) * BgrImage.Channels, middle = x * BgrImage.Channels, right = Math.Min(x + 1, width - 1) * BgrImage.Channels;
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                    result[x, y, channel] = (byte)((Three(above + channel) + Three(here + channel) + Three(below + channel) + 4) / 9);

                int Three(int row) => Bytes[row + left] + Bytes[row + middle] + Bytes[row + right];
            }
        }
        return result;
    }
}
