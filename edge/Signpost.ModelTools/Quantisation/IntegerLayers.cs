using Signpost.ModelTools.Onnx;

namespace Signpost.ModelTools.Quantisation;

/// <summary>The layers that can be computed in bytes. Each answers false, and writes nothing, for a layer that it is not made for.</summary>
internal static class IntegerLayers
{
    /// <summary>Domain of ONNX Runtime's own operations.</summary>
    public const string Microsoft = "com.microsoft";

    /// <summary>A convolution with constant weights and bias, with the Relu behind it: what is below 0 is clipped by the byte itself.</summary>
    public static bool Convolution(QuantisedGraph to, NodeProto node)
    {
        if (to.Source.Constant(node.Input[1]) is not { DataType: TensorValues.Float, Dims.Count: 4 } weights
            || (node.Input.Count > 2 && to.Source.Constant(node.Input[2]) is not { DataType: TensorValues.Float }))
            return false;
        QuantisedValue from = to.Bytes(node.Input[0]);
        int outputs = (int)weights.Dims[0];
        QuantisedWeights quantised = WeightQuantiser.Quantise(weights.Floats(), outputs, (int)weights.Dims[1], isDepthwise: node.Int("group", 1) == outputs && weights.Dims[1] == 1);
        QuantisedValue result = Result(to, node);
        string name = weights.Name;
        List<string> inputs =
        [
            .. to.Operand(from),
            to.Constant(TensorValues.Of(name + "_q", quantised.Values, [.. weights.Dims])),
            to.Constant(TensorValues.Of(name + "_q_scale", quantised.Scales, outputs)),
            to.Constant(TensorValues.Of(name + "_q_zero", new sbyte[outputs], outputs)),
            .. to.Parameters(result),
        ];
        if (node.Input.Count > 2)
            inputs.Add(to.Constant(TensorValues.Of(node.Input[2] + "_q", Bias(to.Source.Constant(node.Input[2])!.Floats(), from.Scale.Scale, quantised.Scales), outputs)));
        NodeProto layer = Nodes.Make("QLinearConv", node.Name + "_q", inputs.ToArray(), result.Name);
        layer.Attribute.AddRange(node.Attribute);
        to.Emit(layer);
        return true;
    }

    /// <summary>The sum of two values, with the Relu behind it.</summary>
    public static bool Addition(QuantisedGraph to, NodeProto node)
    {
        if (node.Input.Any(input => to.Source.Constant(input) is not null) || !node.Input.Any(to.HasBytes))
            return false;
        QuantisedValue first = to.Bytes(node.Input[0]), second = to.Bytes(node.Input[1]);
        QuantisedValue result = Result(to, node);
        to.Emit(Nodes.Make("QLinearAdd", node.Name + "_q", [.. to.Operand(first), .. to.Operand(second), .. to.Parameters(result)], result.Name, Microsoft));
        return true;
    }

    /// <summary>Values put together along the channels, if all are bytes and all that follows takes bytes.</summary>
    public static bool Concatenation(QuantisedGraph to, NodeProto node)
    {
        if (!node.Input.All(to.HasBytes) || !to.Source.Users(node.Output[0]).All(user => user.OpType == "Conv"))
            return false;
        QuantisedValue result = Result(to, node);
        List<string> inputs = [.. to.Parameters(result)];
        foreach (string input in node.Input)
            inputs.AddRange(to.Operand(to.Bytes(input)));
        to.Emit(Nodes.Make("QLinearConcat", node.Name + "_q", inputs.ToArray(), result.Name, Microsoft).With("axis", node.Int("axis", 1)));
        return true;
    }

    /// <summary>
    /// Mul and Max as <see cref="PReluAsMax"/> writes them: the product gets the scale of the factor, and bytes on one scale have the
    /// order of what they stand for.
    /// </summary>
    public static bool LeakyMaximum(QuantisedGraph to, NodeProto node)
    {
        if (to.Source.Constant(node.Input[1]) is not { DataType: TensorValues.Float } slope
            || to.Source.OnlyUser(node.Output[0]) is not { OpType: "Max", Input.Count: 2 } maximum
            || maximum.Input[0] != node.Input[0] || maximum.Input[1] != node.Output[0]
            || !to.HasBytes(node.Input[0]))
            return false;
        QuantisedValue from = to.Bytes(node.Input[0]);
        float[] slopes = slope.Floats();
        ActivationScale scale = new TensorRange(slopes.Min(), slopes.Max()).ToScale();
        byte[] values = [.. slopes.Select(value => (byte)Math.Clamp(MathF.Round(value / scale.Scale) + scale.ZeroPoint, byte.MinValue, byte.MaxValue))];
        var factor = new QuantisedValue(to.Constant(TensorValues.Of(slope.Name + "_q", values, [.. slope.Dims])), scale);
        QuantisedValue product = to.Declare(node.Output[0], from.Scale), result = to.Declare(maximum.Output[0], from.Scale);
        to.Emit(Nodes.Make("QLinearMul", node.Name + "_q", [.. to.Operand(from), .. to.Operand(factor), .. to.Parameters(product)], product.Name, Microsoft));
        to.Emit(Nodes.Make("Max", maximum.Name + "_q", [from.Name, product.Name], result.Name));
        to.Take(maximum);
        return true;
    }

    private static QuantisedValue Result(QuantisedGraph to, NodeProto node)
    {
        if (to.Source.OnlyUser(node.Output[0]) is not { OpType: "Relu" } relu)
            return to.Declare(node.Output[0], to.Range(node.Output[0]).ToScale());
        to.Take(relu);
        return to.Declare(relu.Output[0], (to.Range(relu.Output[0]) with { Min = 0 }).ToScale());
    }

    private static int[] Bias(float[] bias, float inputScale, float[] weightScales) =>
        [.. bias.Zip(weightScales, (value, scale) => (int)Math.Clamp(Math.Round(value / ((double)inputScale * scale)), int.MinValue, int.MaxValue))];
}
