namespace Signpost.ModelTools.Onnx;

/// <summary>
/// Takes out the channels that a trained network no longer uses. Weight decay drives whole channels of MobileFaceNet's depthwise
/// convolutions to (almost) nothing: what comes out of them is their bias, the same for every picture. That constant goes into the
/// bias of the convolution behind, and the channel goes, from there back to the convolution that feeds it. Nothing else changes.
/// </summary>
internal static class DeadChannels
{
    public const string Name = "drop-dead-channels";

    /// <summary>Weights below this share of their layer's greatest are rounding, not learning: float has 24 bits.</summary>
    private const float Negligible = 1f / (1 << 20);

    /// <summary>Kernels work on so many channels at once: dead ones stay to fill the last group.</summary>
    private const int Group = 16;

    public static void Apply(GraphProto graph)
    {
        var values = new GraphIndex(graph);
        foreach (NodeProto node in graph.Node.ToArray())
        {
            if (DepthwiseSegment.Find(values, node) is not { } segment)
                continue;
            int[] dead = Dead(segment);
            int alive = segment.Channels - dead.Length, kept = (alive + Group - 1) / Group * Group;
            if (kept < segment.Channels)
                segment.Remove([.. dead.TakeLast(segment.Channels - kept)]);
        }
        graph.ValueInfo.Clear();
    }

    private static int[] Dead(DepthwiseSegment segment)
    {
        float[] kernel = segment.Middle.Weights.Floats(), columns = segment.Last.Weights.Floats();
        int area = kernel.Length / segment.Channels;
        float[] strength = new float[segment.Channels], use = new float[segment.Channels];
        for (int index = 0; index < kernel.Length; index++)
            strength[index / area] = Math.Max(strength[index / area], Math.Abs(kernel[index]));
        int perChannel = columns.Length / (int)segment.Last.Weights.Dims[0] / segment.Channels;
        for (int index = 0; index < columns.Length; index++)
        {
            int channel = index / perChannel % segment.Channels;
            use[channel] = Math.Max(use[channel], Math.Abs(columns[index]));
        }
        float strongest = strength.Max() * Negligible, mostUsed = use.Max() * Negligible;
        return [.. Enumerable.Range(0, segment.Channels).Where(channel => strength[channel] <= strongest || use[channel] <= mostUsed)];
    }
}
