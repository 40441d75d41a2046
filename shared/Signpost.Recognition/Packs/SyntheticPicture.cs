namespace Signpost.Recognition;

/// <summary>A picture that is the same everywhere and shows nobody: slow waves, an edge and some noise, from integers only.</summary>
internal static class SyntheticPicture
{
    public static byte[] Draw(int width, int height)
    {
        byte[] bgr = new byte[width * height * BgrImage.Channels];
        uint noise = 2463534242;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                {
                    // Marsaglia's xorshift32: any fixed sequence would do.
                    noise ^= noise << 13;
                    noise ^= noise >> 17;
                    noise ^= noise << 5;
                    int wave = Triangle(x * (2 + channel)) + Triangle(y * (4 - channel)) + (x > y ? 40 : 0);
                    bgr[(y * width + x) * BgrImage.Channels + channel] = (byte)(wave / 3 + (int)(noise >> 27));
                }
            }
        }
        return bgr;
    }

    /// <summary>0 to 255 and back every 512.</summary>
    private static int Triangle(int phase) => (phase & 511) < 256 ? phase & 255 : 255 - (phase & 255);
}
