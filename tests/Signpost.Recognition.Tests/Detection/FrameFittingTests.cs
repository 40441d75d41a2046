namespace Signpost.Recognition.Tests;

public class FrameFittingTests
{
    private static readonly DetectorModel Letterbox = Manifests.Default.Detector with { Fit = FrameFit.Letterbox };

    [Theory]
    [InlineData(1280, 720, 480, 270)]
    [InlineData(1920, 1080, 480, 270)]
    [InlineData(640, 480, 360, 270)]
    [InlineData(250, 250, 250, 250)]
    [InlineData(1, 100_000, 1, 270)]
    public void Place_Letterbox_KeepsProportionsAndNeverEnlarges(int width, int height, int placedWidth, int placedHeight) =>
        Assert.Equal(new InputRegion(0, 0, placedWidth, placedHeight), FrameFitting.Place(Letterbox, width, height));

    [Fact]
    public void Place_Stretch_FillsTheInput() =>
        Assert.Equal(new InputRegion(0, 0, 480, 270), FrameFitting.Place(Letterbox with { Fit = FrameFit.Stretch }, 250, 250));
}
