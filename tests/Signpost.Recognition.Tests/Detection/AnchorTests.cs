namespace Signpost.Recognition.Tests;

public class AnchorTests
{
    [Fact]
    public void Layout_SizeThatTheModelWasPublishedFor_HasAsManyAnchorsAsItsPriors()
    {
        // UltraFace at 320×240 has 4,420 priors; the first and the last are known.
        DetectorModel model = Manifests.Default.Detector with { Input = new ModelInput(320, 240, ChannelOrder.Rgb, 127, 1f / 128) };
        Anchor[] anchors = Anchor.Layout(model);
        Assert.Equal(4420, anchors.Length);
        Assert.Equal(new Anchor(4, 4, 10), anchors[0]);
        Assert.Equal(new Anchor(4.5f * 64, 3.5f * 64, 256), anchors[^1]);
    }

    [Fact]
    public void Decode_NoOffset_IsTheAnchor()
    {
        (float x, float y, float width, float height) = new Anchor(100, 60, 32).Decode([0, 0, 0, 0], Manifests.Default.Detector);
        Assert.Equal((84, 44, 32, 32), (x, y, width, height));
    }

    [Fact]
    public void Decode_Offsets_MoveByTenthsAndGrowByFifths()
    {
        (float x, float y, float width, float height) = new Anchor(100, 60, 30).Decode([1, -1, 5, 0], Manifests.Default.Detector);
        Assert.Equal(30 * MathF.E, width, 3);
        Assert.Equal(30, height, 3);
        Assert.Equal(103, x + width / 2, 3);
        Assert.Equal(57, y + height / 2, 3);
    }
}
