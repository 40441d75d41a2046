using CsCheck;
using Signpost.Edge.Capture;

namespace Signpost.Edge.Tests.Capture;

public sealed class YuvPictureTests
{
    private static readonly YuvColours[] Colours = [YuvColours.Bt601, YuvColours.Bt709, YuvColours.Bt601Full, YuvColours.Bt709Full];

    [Fact]
    public void ToBgr_AnyPicture_AgreesWithSlowTwin()
    {
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 9], Gen.Int[0, 3], Gen.Int).Sample(
            (width, height, colours, seed) =>
            {
                var planes = new byte[YuvPicture.BytesOf(width, height)];
                new Random(seed).NextBytes(planes);
                AssertAgrees(planes, width, height, Colours[colours]);
            },
            iter: 500);
    }

    [Fact]
    public void ToBgr_EveryValueOfEveryPlane_AgreesWithSlowTwin()
    {
        var planes = new byte[YuvPicture.BytesOf(512, 2)];
        foreach (var colours in Colours)
        {
            foreach (var (u, v) in new[] { (0, 0), (0, 255), (255, 0), (255, 255), (128, 128) })
            {
                for (var i = 0; i < 1024; i++) planes[i] = (byte)(i / 2);
                planes.AsSpan(1024, 256).Fill((byte)u);
                planes.AsSpan(1280, 256).Fill((byte)v);
                AssertAgrees(planes, 512, 2, colours);
            }
        }
    }

    [Fact]
    public void ToBgr_SpansThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => YuvPicture.ToBgr(new byte[5], 2, 2, YuvColours.Bt601, new byte[12]));
        Assert.Throws<ArgumentException>(() => YuvPicture.ToBgr(new byte[6], 2, 2, YuvColours.Bt601, new byte[11]));
    }

    /// <summary>The slow twin: every pixel by itself, in double precision, from the definition.</summary>
    private static void AssertAgrees(byte[] planes, int width, int height, YuvColours colours)
    {
        var found = new byte[width * height * 3];
        YuvPicture.ToBgr(planes, width, height, colours, found);
        var (across, down) = ((width + 1) / 2, (height + 1) / 2);
        for (var pixel = 0; pixel < width * height; pixel++)
        {
            var chroma = (width * height) + (pixel / width / 2 * across) + (pixel % width / 2);
            var (y, u, v) = ((planes[pixel] - colours.Offset) * colours.Luma, planes[chroma] - 128.0, planes[chroma + (across * down)] - 128.0);
            double[] expected = [y + (u * colours.BlueU), y - (u * colours.GreenU) - (v * colours.GreenV), y + (v * colours.RedV)];
            for (var channel = 0; channel < 3; channel++)
            {
                var (wanted, got) = (Math.Clamp(expected[channel], 0, 255), found[(pixel * 3) + channel]);
                Assert.True(Math.Abs(wanted - got) <= 2, $"pixel {pixel}, channel {channel}: expected {wanted}, found {got}");
            }
        }
    }
}
