using CsCheck;

namespace Signpost.Recognition.Tests;

public class ResamplerTests
{
    private static readonly ChannelOrder[] Orders = [ChannelOrder.Rgb, ChannelOrder.Bgr, ChannelOrder.Grey];

    [Fact]
    public void Resampler_AnyPartOfAnyPicture_AgreesWithSlowTwin()
    {
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 70], Gen.Int[0, 5], Gen.Float[-20, 60], Gen.Float[-20, 60], Gen.Float[0.5f, 120], Gen.Int[0, 2], Gen.Int)
            .Sample(
                (width, height, padding, x, y, side, order, seed) =>
                {
                    Picture picture = Picture.Noise(width, height, padding, seed);
                    var input = new ModelInput(19, 17, Orders[order], Mean: 127, Scale: 1f / 128);
                    var region = new InputRegion(2, 3, 16, 13);
                    float[] tensor = new float[19 * 17 * (order == 2 ? 1 : 3)];
                    float[] twin = new float[tensor.Length];
                    new Resampler(input).Fill(picture.Image, x, y, side, side * 0.8f, tensor, region);
                    SlowResampler.Fill(picture.Image, input, x, y, side, side * 0.8f, twin, region);
                    AssertClose(twin, tensor, 2e-4f);
                },
                iter: 400);
    }

    [Fact]
    public void Resampler_FrameToDetectorInput_AgreesWithSlowTwin()
    {
        Picture picture = Picture.Noise(1280, 720, 0, seed: 3);
        var input = new ModelInput(480, 270, ChannelOrder.Rgb, 127, 1f / 128);
        var region = new InputRegion(0, 0, 480, 270);
        float[] tensor = new float[480 * 270 * 3], twin = new float[tensor.Length];
        new Resampler(input).Fill(picture.Image, 0, 0, 1280, 720, tensor, region);
        SlowResampler.Fill(picture.Image, input, 0, 0, 1280, 720, twin, region);
        AssertClose(twin, tensor, 2e-4f);
    }

    [Theory]
    [InlineData(480, 270, 4, 0)]
    [InlineData(37, 21, 2, 3)]
    [InlineData(23, 11, 16, 1)]
    [InlineData(23, 11, 17, 0)]
    [InlineData(64, 64, 1, 0)]
    public void Resampler_ReducedByAWholeFactor_AgreesWithSlowTwin(int width, int height, int factor, int padding)
    {
        Picture picture = Picture.Noise(width * factor, height * factor, padding, seed: factor);
        foreach (ChannelOrder order in Orders)
        {
            var input = new ModelInput(width + 3, height + 2, order, 127, 1f / 128);
            var region = new InputRegion(2, 1, width, height);
            float[] tensor = new float[input.Width * input.Height * 3], twin = new float[tensor.Length];
            new Resampler(input).Fill(picture.Image, 0, 0, picture.Image.Width, picture.Image.Height, tensor, region);
            SlowResampler.Fill(picture.Image, input, 0, 0, picture.Image.Width, picture.Image.Height, twin, region);
            AssertClose(twin, tensor, 2e-4f);
        }
    }

    [Fact]
    public void Resampler_InTheMiddleByAWholeFactor_AgreesWithSlowTwinAndAllocatesNothing()
    {
        Picture picture = Picture.Noise(130, 94, 2, seed: 9);
        var input = new ModelInput(20, 20, ChannelOrder.Bgr, 127, 1f / 128);
        var region = new InputRegion(0, 0, 20, 20);
        float[] tensor = new float[20 * 20 * 3], twin = new float[tensor.Length];
        var resampler = new Resampler(input);
        resampler.Fill(picture.Image, 7, 9, 60, 60, tensor, region);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 10; round++)
            resampler.Fill(picture.Image, 7 + round, 9, 60, 60, tensor, region);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        SlowResampler.Fill(picture.Image, input, 16, 9, 60, 60, twin, region);
        AssertClose(twin, tensor, 2e-4f);
    }

    [Fact]
    public void Resampler_OneInstanceForChangingSizes_AnswersAsFreshOne()
    {
        var input = new ModelInput(16, 16, ChannelOrder.Bgr, 0, 1);
        var region = new InputRegion(0, 0, 16, 16);
        var reused = new Resampler(input);
        foreach ((int width, int height) in new[] { (200, 100), (30, 40), (301, 7), (30, 40) })
        {
            Picture picture = Picture.Noise(width, height, 0, seed: width);
            float[] first = new float[16 * 16 * 3], second = new float[first.Length];
            reused.Fill(picture.Image, 0, 0, width, height, first, region);
            new Resampler(input).Fill(picture.Image, 0, 0, width, height, second, region);
            Assert.Equal(second, first);
        }
    }

    [Fact]
    public void Resampler_EvenSurface_StaysEven()
    {
        var picture = new Picture(101, 67);
        picture.Bytes.AsSpan().Fill(200);
        float[] tensor = new float[20 * 20 * 3];
        new Resampler(new ModelInput(20, 20, ChannelOrder.Rgb, 0, 1)).Fill(picture.Image, -30, -30, 200, 140, tensor, new InputRegion(0, 0, 20, 20));
        Assert.All(tensor, value => Assert.Equal(200, value, 1e-3));
    }

    private static void AssertClose(float[] expected, float[] found, float tolerance)
    {
        for (int index = 0; index < expected.Length; index++)
            Assert.True(MathF.Abs(expected[index] - found[index]) <= tolerance, $"at {index}: expected {expected[index]}, found {found[index]}");
    }
}
