namespace Signpost.Recognition.Tests;

public class AlignmentMirrorTests
{
    [Fact]
    public void Mirror_AnyFace_ExchangesLeftAndRightAndLeavesColours()
    {
        byte[] face = new byte[Alignment.ByteCount];
        new Random(5).NextBytes(face);
        byte[] mirrored = [.. face];
        Alignment.Mirror(mirrored);
        for (int y = 0; y < Alignment.Side; y++)
        {
            for (int x = 0; x < Alignment.Side; x++)
            {
                for (int channel = 0; channel < BgrImage.Channels; channel++)
                    Assert.Equal(face[At(x, y, channel)], mirrored[At(Alignment.Side - 1 - x, y, channel)]);
            }
        }
        Alignment.Mirror(mirrored);
        Assert.Equal(face, mirrored);
    }

    [Fact]
    public void Mirror_AnotherLength_IsRefused() => Assert.Throws<ArgumentException>(() => Alignment.Mirror(new byte[10]));

    private static int At(int x, int y, int channel) => (y * Alignment.Side + x) * BgrImage.Channels + channel;
}
