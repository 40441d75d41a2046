namespace Signpost.ModelTools.Onnx;

/// <summary>
/// PRelu(x) with slope a is max(x, a·x) as long as a ≤ 1. ONNX Runtime's PRelu kernel is scalar, its Mul and Max are not: the
/// extractor takes less than half the time. For a > 1 it is min(x, a·x) = −max(−x, −a·x): the channel's sign is turned in the
/// convolution before and turned back in those behind, which costs nothing and loses nothing. A PRelu where that cannot be done stays.
/// </summary>
internal static class PReluAsMax
{
    public const string Name = "prelu-as-max";

    /// <exception cref="RewriteException">A slope is computed.</exception>
    public static void Apply(GraphProto graph)
    {
        var values = new GraphIndex(graph);
        for (int index = 0; index < graph.Node.Count; index++)
        {
            NodeProto node = graph.Node[index];
            if (node.OpType != "PRelu")
                continue;
            if (values.Constant(node.Input[1]) is not { } slope)
                throw new RewriteException($"{node.Name}: slope '{node.Input[1]}' is computed, expected a constant");
            int[] steep = [.. slope.Floats().Index().Where(item => item.Item > 1).Select(item => item.Index)];
            if (steep.Length > 0 && !Turn(values, node, slope, steep))
                continue;
            string scaled = node.Output[0] + "_scaled";
            graph.Node[index] = Nodes.Make("Mul", node.Name + "_scale", [.. node.Input], scaled);
            graph.Node.Insert(++index, Nodes.Make("Max", node.Name + "_max", [node.Input[0], scaled], node.Output[0]));
        }
    }

    /// <returns>False, and nothing changed, where the neighbours are not convolutions with weights of their own.</returns>
    private static bool Turn(GraphIndex values, NodeProto node, TensorProto slope, int[] channels)
    {
        if (values.Maker(node.Input[0]) is not { OpType: "Conv" } before || values.OnlyUser(node.Input[0]) != node || values.IsOutput(node.Output[0]))
            return false;
        TensorProto? weights = values.OwnConstant(before, 1), bias = values.OwnConstant(before, 2);
        // Constant in every user or none; one weight a channel of ours.
        if (weights is null || weights.Dims.Count == 0 || weights.Dims[0] != slope.Dims.Aggregate(1L, (product, d) => product * d)
            || (before.Input.Count > 2 && bias is null))
            return false;
        var behind = values.Users(node.Output[0]).Select(user => (Node: user, Weights: user.OpType == "Conv" ? values.OwnConstant(user, 1) : null)).ToArray();
        if (behind.Length == 0 || behind.Any(user => user.Weights is null || !TakesChannels(user.Node, user.Weights, weights.Dims[0])))
            return false;
        foreach (int channel in channels)
        {
            Negate(weights, channel, weights.Dims[0], 1);
            if (bias is not null)
                Negate(bias, channel, bias.Dims[0], 1);
            foreach ((_, TensorProto? next) in behind)
            {
                if (next!.Dims[1] == 1)
                    Negate(next, channel, next.Dims[0], 1);
                else
                    Negate(next, channel, next.Dims[1], next.Dims[0]);
            }
        }
        return true;
    }

    private static bool TakesChannels(NodeProto convolution, TensorProto weights, long channels) =>
        weights.Dims.Count == 4
        && (convolution.Int("group", 1) == 1 ? weights.Dims[1] == channels && channels > 1 : weights.Dims[1] == 1 && weights.Dims[0] == channels
            && convolution.Int("group", 1) == channels);

    /// <summary>Changes the sign of one slice of the axis that has so many slices and so many blocks before it.</summary>
    private static void Negate(TensorProto tensor, int slice, long slices, long blocks)
    {
        float[] values = tensor.Floats();
        int length = values.Length / (int)(slices * blocks);
        for (int block = 0; block < blocks; block++)
        {
            int start = (block * (int)slices + slice) * length;
            for (int index = start; index < start + length; index++)
                values[index] = -values[index];
        }
        tensor.SetFloats(values);
    }
}
