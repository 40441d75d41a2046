namespace Signpost.ModelTools.Onnx;

/// <summary>
/// Arithmetic on constants, done once: a batch normalisation into the layer before it, a factor into the convolution before it. Both
/// are exact but for rounding; both spare the quantiser an operation that it would have to leave in floats.
/// </summary>
internal static class Folding
{
    public const string Name = "fold";

    public static void Apply(GraphProto graph)
    {
        foreach (NodeProto node in graph.Node.ToArray())
        {
            var values = new GraphIndex(graph);
            if (node.OpType is not ("BatchNormalization" or "Mul")
                || values.Maker(node.Input[0]) is not { OpType: "Conv" or "Gemm" } before
                || values.OnlyUser(node.Input[0]) != node
                || values.OwnConstant(before, 1) is not { } weights
                || values.OwnConstant(before, 2) is not { } bias
                || !RowsAreOutputs(before)
                || (node.OpType == "Mul" ? Factor(graph, values, node.Input[1], bias.Dims[0]) : Normalisation(values, node)) is not { } affine)
                continue;
            Scale(weights, bias, affine.Factor, affine.Shift);
            before.Output[0] = node.Output[0];
            graph.Node.Remove(node);
        }
        graph.DropUnusedConstants();
        var used = graph.Node.SelectMany(node => node.Input).ToHashSet();
        graph.Node.Retain(node => node.OpType != "Constant" || node.Output.Any(used.Contains));
    }

    private static bool RowsAreOutputs(NodeProto layer) =>
        layer.OpType == "Conv" || (layer.Int("transB", 0) == 1 && layer.Single("alpha", 1) == 1 && layer.Single("beta", 1) == 1);

    /// <summary>One number for all channels, from a constant or a Constant node.</summary>
    private static (float[] Factor, float[] Shift)? Factor(GraphProto graph, GraphIndex values, string name, long channels)
    {
        TensorProto? tensor = values.Constant(name)
            ?? graph.Node.FirstOrDefault(node => node.OpType == "Constant" && node.Output[0] == name)?.Attribute.FirstOrDefault(a => a.Name == "value")?.T;
        if (tensor is not { DataType: TensorValues.Float } || tensor.Floats() is not [var factor])
            return null;
        float[] factors = new float[channels];
        Array.Fill(factors, factor);
        return (factors, new float[channels]);
    }

    private static (float[] Factor, float[] Shift)? Normalisation(GraphIndex values, NodeProto node)
    {
        var constants = new float[4][];
        for (int index = 0; index < 4; index++)
        {
            if (values.Constant(node.Input[index + 1]) is not { } tensor)
                return null;
            constants[index] = tensor.Floats();
        }
        float epsilon = node.Single("epsilon", 1e-5f);
        float[] factor = [.. constants[0].Zip(constants[3], (gamma, variance) => (float)(gamma / Math.Sqrt((double)variance + epsilon)))];
        float[] shift = [.. constants[1].Index().Select(item => (float)(item.Item - (double)constants[2][item.Index] * factor[item.Index]))];
        return (factor, shift);
    }

    /// <summary>A row of the weights an output.</summary>
    private static void Scale(TensorProto weights, TensorProto bias, float[] factor, float[] shift)
    {
        float[] w = weights.Floats(), b = bias.Floats();
        if (b.Length != factor.Length || w.Length % b.Length != 0)
            throw new RewriteException($"'{bias.Name}' has {b.Length} values, expected {factor.Length}");
        int row = w.Length / b.Length;
        for (int index = 0; index < w.Length; index++)
            w[index] *= factor[index / row];
        for (int index = 0; index < b.Length; index++)
            b[index] = b[index] * factor[index] + shift[index];
        weights.SetFloats(w);
        bias.SetFloats(b);
    }
}
