namespace Signpost.Recognition.Tests;

/// <summary>The slow twin: every output pixel by itself, in double precision, from the definition.</summary>
internal static class SlowResampler
{
    public static void Fill(
        in BgrImage image, ModelInput input, float x, float y, float width, float height, float[] tensor, InputRegion region)
    {
        int plane = input.Width * input.Height;
        for (int row = 0; row < region.Height; row++)
        {
            for (int column = 0; column < region.Width; column++)
            {
                double blue = Pixel(image, x, y, width, height, region, column, row, 0);
                double green = Pixel(image, x, y, width, height, region, column, row, 1);
                double red = Pixel(image, x, y, width, height, region, column, row, 2);
                int at = (region.Y + row) * input.Width + region.X + column;
                double[] values = input.Channels switch
                {
                    ChannelOrder.Rgb => [red, green, blue],
                    ChannelOrder.Bgr => [blue, green, red],
                    _ => [0.114 * blue + 0.587 * green + 0.299 * red],
                };
                for (int channel = 0; channel < values.Length; channel++)
                    tensor[channel * plane + at] = (float)((values[channel] - input.Mean) * input.Scale);
            }
        }
    }

    private static double Pixel(
        in BgrImage image, float x, float y, float width, float height, InputRegion region, int column, int row, int channel)
    {
        double stepX = (double)width / region.Width, stepY = (double)height / region.Height, sum = 0;
        foreach ((int sourceRow, double rowWeight) in Taps(y + row * stepY, stepY, image.Height))
        {
            foreach ((int sourceColumn, double columnWeight) in Taps(x + column * stepX, stepX, image.Width))
                sum += rowWeight * columnWeight * image.Row(sourceRow)[sourceColumn * 3 + channel];
        }
        return sum;
    }

    private static List<(int Position, double Weight)> Taps(double from, double step, int length)
    {
        var taps = new List<(int, double)>();
        for (int position = (int)Math.Floor(from) - 2; position <= from + step + 2; position++)
        {
            double weight = step > 1
                ? (Math.Min(position + 1, from + step) - Math.Max(position, from)) / step
                : 1 - Math.Abs(position + 0.5 - (from + step / 2));
            if (weight > 0)
                taps.Add((Math.Clamp(position, 0, length - 1), weight));
        }
        return taps;
    }
}
