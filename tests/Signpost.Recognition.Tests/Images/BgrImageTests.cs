namespace Signpost.Recognition.Tests;

public class BgrImageTests
{
    [Fact]
    public void BgrImage_LastRowWithoutPadding_IsTaken()
    {
        var image = new BgrImage(new byte[16 + 12], width: 4, height: 2, stride: 16);
        Assert.Equal(12, image.Row(1).Length);
    }

    [Theory]
    [InlineData(27, 4, 2, 16)]
    [InlineData(100, 4, 2, 11)]
    [InlineData(100, 0, 2, 16)]
    [InlineData(100, 4, 0, 16)]
    [InlineData(100, 1 << 30, 1, 1 << 30)]
    public void BgrImage_SizesThatDoNotFit_AreRefused(int bytes, int width, int height, int stride) =>
        Assert.ThrowsAny<ArgumentException>(() => new BgrImage(new byte[bytes], width, height, stride).Width);
}
