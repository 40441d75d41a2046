using Signpost.ModelTools.Onnx;

namespace Signpost.ModelTools.Tests;

public class SegmentRewriteTests
{
    private static readonly long[] Shape = [1, 4, 5, 5];
    private static readonly float[] Input = SmallModel.Noise(9, 100, 3);

    [Theory]
    [InlineData(16, 16)]
    [InlineData(20, 16)]
    [InlineData(15, 32)]
    [InlineData(0, 32)]
    public void DeadChannels_KernelsOfZeros_GoInGroupsOfSixteenAndChangeNothing(int dead, int kept)
    {
        ModelProto model = SmallModel.Segment(dead, slope: 0.25f);
        float[] expected = SmallModel.Run(model, Input, Shape);
        DeadChannels.Apply(model.Graph);
        AssertClose(expected, SmallModel.Run(model, Input, Shape));
        Assert.Equal(kept, model.Graph.Initializer.Single(tensor => tensor.Name == "b_w").Dims[0]);
    }

    [Fact]
    public void PReluAsMax_SlopesAboveOneBetweenConvolutions_LoseNothing()
    {
        ModelProto model = SmallModel.Segment(dead: 0, slope: 1.7f);
        float[] expected = SmallModel.Run(model, Input, Shape);
        PReluAsMax.Apply(model.Graph);
        AssertClose(expected, SmallModel.Run(model, Input, Shape));
        Assert.DoesNotContain(model.Graph.Node, node => node.OpType == "PRelu");
    }

    [Fact]
    public void ChannelScaling_AnyExponents_ChangeNothing()
    {
        ModelProto model = SmallModel.Segment(dead: 0, slope: 0.25f);
        float[] expected = SmallModel.Run(model, Input, Shape);
        var values = new GraphIndex(model.Graph);
        DepthwiseSegment segment = Assert.Single(EqualisedChannels.Segments(model.Graph, values));
        int[] first = [.. Enumerable.Range(0, 32)], middle = [.. Enumerable.Range(0, 32).Select(channel => channel * 7 % 64)];
        ChannelScaling.Apply(segment, first, middle);
        AssertClose(expected, SmallModel.Run(model, Input, Shape));
    }

    [Fact]
    public void ChannelScaling_Factor_IsThePowerOfTwo()
    {
        for (int eighths = -70; eighths <= 70; eighths++)
            Assert.Equal(1, ChannelScaling.Factor(eighths) / Math.Pow(2, eighths / 8.0), 1e-14);
    }

    [Fact]
    public void DeadChannels_MiddleUsedTwice_IsLeftAlone()
    {
        ModelProto model = SmallModel.Segment(dead: 20, slope: 0.25f);
        model.Graph.Node.Add(Nodes.Make("Relu", "other", ["b1"], "z"));
        DeadChannels.Apply(model.Graph);
        Assert.Equal(32, model.Graph.Initializer.Single(tensor => tensor.Name == "b_w").Dims[0]);
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        float largest = expected.Max(Math.Abs);
        for (int index = 0; index < expected.Length; index++)
            Assert.Equal(expected[index], found[index], largest * 1e-5f);
    }
}
