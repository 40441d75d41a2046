using Signpost.ModelTools.Quantisation;

namespace Signpost.ModelTools.Onnx;

/// <summary>Applies a calibration's exponents: every depthwise segment's channels to like ranges.</summary>
internal static class EqualisedChannels
{
    public const string Name = "equalise-channels";

    /// <param name="graph">Changed in place; without a calibration it stays as it is.</param>
    /// <param name="calibration">Of this model.</param>
    /// <exception cref="RewriteException">The calibration is of another model.</exception>
    public static void Apply(GraphProto graph, ModelCalibration? calibration)
    {
        if (calibration is null)
            return;
        var values = new GraphIndex(graph);
        int applied = 0;
        foreach (DepthwiseSegment segment in Segments(graph, values))
        {
            int[] first = Exponents(segment.First), middle = Exponents(segment.Middle);
            ChannelScaling.Apply(segment, first, middle);
            applied += 2;
        }
        if (applied != calibration.Exponents.Count)
            throw new RewriteException($"the calibration has exponents of {calibration.Exponents.Count} values, the model {applied}: run 'calibrate' again");

        int[] Exponents(OwnConvolution convolution)
        {
            string value = convolution.Node.Output[0];
            if (!calibration.Exponents.TryGetValue(value, out IReadOnlyList<int>? exponents) || exponents.Count != convolution.Weights.Dims[0])
                throw new RewriteException($"the calibration has {exponents?.Count ?? 0} exponents of '{value}', expected {convolution.Weights.Dims[0]}: run 'calibrate' again");
            return [.. exponents];
        }
    }

    public static IEnumerable<DepthwiseSegment> Segments(GraphProto graph, GraphIndex values) =>
        graph.Node.Select(node => DepthwiseSegment.Find(values, node)).OfType<DepthwiseSegment>();
}
