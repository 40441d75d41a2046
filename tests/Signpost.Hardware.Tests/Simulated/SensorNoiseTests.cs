using Signpost.Hardware.Simulated.Scene;

namespace Signpost.Hardware.Tests.Simulated;

public sealed class SensorNoiseTests
{
    [Fact]
    public void Noise_OnGrey_HasTheDeviationAskedForAndNoBias()
    {
        var pixels = Grey(300 * 200 * 3, 128);
        new SensorNoise(2.5, 900, new Random(1)).Add(pixels, 900, frame: 3);
        var mean = pixels.Average(value => (double)value);
        var deviation = Math.Sqrt(pixels.Average(value => Math.Pow(value - mean, 2)));

        Assert.InRange(mean, 127.9, 128.1);
        Assert.InRange(deviation, 2.4, 2.6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Noise_AtTheEnds_SaturatesAndNeverWraps(byte level)
    {
        var pixels = Grey(97 * 10, level); // a row that is no multiple of a vector
        new SensorNoise(2.5, 97, new Random(1)).Add(pixels, 97, frame: 0);

        Assert.All(pixels, value => Assert.True(Math.Abs(value - level) < 30));
    }

    [Fact]
    public void Noise_OfTwoFrames_Differs()
    {
        var noise = new SensorNoise(2.5, 900, new Random(1));
        byte[] first = Grey(9000, 128), again = Grey(9000, 128), second = Grey(9000, 128);
        noise.Add(first, 900, 1);
        noise.Add(again, 900, 1);
        noise.Add(second, 900, 2);

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
    }

    private static byte[] Grey(int length, byte level)
    {
        var pixels = new byte[length];
        pixels.AsSpan().Fill(level);
        return pixels;
    }
}
