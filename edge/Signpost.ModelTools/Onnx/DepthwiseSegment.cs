namespace Signpost.ModelTools.Onnx;

/// <summary>A convolution with weights and bias that nothing else uses.</summary>
internal sealed record OwnConvolution(NodeProto Node, TensorProto Weights, TensorProto Bias)
{
    public static OwnConvolution? From(GraphIndex values, NodeProto? node) =>
        node is { OpType: "Conv" } && values.OwnConstant(node, 1) is { DataType: TensorValues.Float, Dims.Count: 4 } weights
            && values.OwnConstant(node, 2) is { DataType: TensorValues.Float } bias
            ? new OwnConvolution(node, weights, bias)
            : null;
}

/// <summary>
/// Convolution, activation, depthwise convolution, activation, unpadded convolution, in a row and with no other user: channel c of the
/// middle belongs to row c of the first and column c of the last, and to nothing else.
/// </summary>
/// <param name="First">Makes the channels.</param>
/// <param name="Middle">One kernel a channel.</param>
/// <param name="Last">Puts them together again.</param>
/// <param name="Slopes">Of the PRelu behind the first and behind the middle; null where there is none or a Relu.</param>
/// <param name="Rectified">Whether a Relu is behind the middle.</param>
internal sealed record DepthwiseSegment(
    OwnConvolution First, OwnConvolution Middle, OwnConvolution Last, (TensorProto? AfterFirst, TensorProto? AfterMiddle) Slopes, bool Rectified)
{
    public int Channels => (int)Middle.Weights.Dims[0];

    /// <summary>The segment around a depthwise convolution, or null.</summary>
    public static DepthwiseSegment? Find(GraphIndex values, NodeProto node)
    {
        if (OwnConvolution.From(values, node) is not { } middle || middle.Weights.Dims[1] != 1 || node.Int("group", 1) != middle.Weights.Dims[0])
            return null;
        long channels = middle.Weights.Dims[0];
        NodeProto? before = values.Maker(node.Input[0]);
        (NodeProto? first, TensorProto? slope) = before is { OpType: "Relu" or "PRelu" } ? (values.Maker(before.Input[0]), Slope(values, before, channels)) : (before, null);
        if (before is null || OwnConvolution.From(values, first) is not { } start || start.Weights.Dims[0] != channels || start.Node.Int("group", 1) != 1
            || values.OnlyUser(start.Node.Output[0]) is null || values.OnlyUser(before.Output[0]) != node || (before.OpType == "PRelu" && slope is null))
            return null;
        NodeProto? behind = values.OnlyUser(node.Output[0]);
        NodeProto? last = behind is { OpType: "Relu" or "PRelu" } ? values.OnlyUser(behind.Output[0]) : behind;
        TensorProto? behindSlope = behind is { OpType: "PRelu" } ? Slope(values, behind, channels) : null;
        if (OwnConvolution.From(values, last) is not { } end || end.Node.Int("group", 1) != 1 || end.Weights.Dims[1] != channels || IsPadded(end.Node)
            || (behind!.OpType == "PRelu" && behindSlope is null))
            return null;
        return new DepthwiseSegment(start, middle, end, (slope, behindSlope), behind.OpType == "Relu");
    }

    /// <summary>Removes channels whose value behind the middle is their bias, whatever the picture, or that the last does not use.</summary>
    public void Remove(int[] channels)
    {
        FoldConstants(channels);
        var gone = channels.ToHashSet();
        int count = Channels;
        foreach (TensorProto? tensor in new[] { First.Weights, First.Bias, Middle.Weights, Middle.Bias, Slopes.AfterFirst, Slopes.AfterMiddle })
        {
            if (tensor is not null)
                Cut(tensor, 0, count, gone);
        }
        Cut(Last.Weights, 1, count, gone);
        AttributeProto group = Middle.Node.Attribute.Single(attribute => attribute.Name == "group");
        group.I = count - gone.Count;
    }

    private void FoldConstants(int[] channels)
    {
        float[] bias = Last.Bias.Floats(), weights = Last.Weights.Floats(), constants = Middle.Bias.Floats();
        float[]? slopes = Slopes.AfterMiddle?.Floats();
        int perOutput = weights.Length / bias.Length, area = perOutput / Channels;
        for (int output = 0; output < bias.Length; output++)
        {
            double sum = bias[output];
            foreach (int channel in channels)
            {
                float value = constants[channel];
                if (value < 0)
                    value = Rectified ? 0 : value * (slopes?[channel] ?? 1);
                for (int index = 0; index < area; index++)
                    sum += (double)value * weights[output * perOutput + channel * area + index];
            }
            bias[output] = (float)sum;
        }
        Last.Bias.SetFloats(bias);
    }

    private static void Cut(TensorProto tensor, int axis, int count, HashSet<int> gone)
    {
        float[] values = tensor.Floats();
        int block = axis == 0 ? values.Length / count : values.Length / (int)tensor.Dims[0] / count;
        tensor.Dims[axis] = count - gone.Count;
        tensor.SetFloats([.. values.Where((_, index) => !gone.Contains(index / block % count))]);
    }

    private static TensorProto? Slope(GraphIndex values, NodeProto node, long channels) =>
        node.OpType == "PRelu" && values.OwnConstant(node, 1) is { DataType: TensorValues.Float } slope && slope.Dims.Count > 0 && slope.Dims[0] == channels
            && slope.Dims.Skip(1).All(dimension => dimension == 1)
            ? slope
            : null;

    private static bool IsPadded(NodeProto node) => node.Attribute.FirstOrDefault(attribute => attribute.Name == "pads")?.Ints.Any(pad => pad != 0) ?? false;
}
