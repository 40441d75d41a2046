using Signpost.Edge.Tracking;
using Signpost.Recognition;

namespace Signpost.Edge.Tests.Tracking;

/// <summary>One rule says where the picture ends: for tracks, which end there, and for shots, which are not taken of half a face.</summary>
public sealed class FrameViewTests
{
    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(0, 0, false)]
    [InlineData(1279.5f, 719.5f, false)]
    [InlineData(-0.5f, 100, true)]
    [InlineData(100, -0.5f, true)]
    [InlineData(1280, 100, true)]
    [InlineData(100, 720, true)]
    [InlineData(float.NaN, 100, true)]
    public void IsLeftBy_FaceWithItsMiddleAt_IsSoOutsideThePicture(float x, float y, bool left) =>
        Assert.Equal(left, new FrameView(1280, 720).IsLeftBy(new FaceBox(x - 30, y - 40, 60, 80, 0.9f)));

    [Fact]
    public void IsLeftBy_ViewWithoutSize_HasNoEdges() => Assert.False(default(FrameView).IsLeftBy(new FaceBox(-500, 0, 60, 80, 0.9f)));
}
