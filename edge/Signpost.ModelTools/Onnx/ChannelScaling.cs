namespace Signpost.ModelTools.Onnx;

/// <summary>
/// Gives the channels of one activation like ranges, so that one scale for all serves each (M. Nagel et al., Data-Free Quantization
/// Through Weight Equalization and Bias Correction, ICCV 2019). PRelu and Relu let a positive factor through: it goes into the row
/// that makes the channel and its inverse into what uses it. The float model computes the same but for rounding.
/// </summary>
internal static class ChannelScaling
{
    /// <param name="segment">Changed in place.</param>
    /// <param name="first">Exponents, in eighths, for the channels behind the first convolution.</param>
    /// <param name="middle">The same for the channels behind the depthwise one.</param>
    public static void Apply(DepthwiseSegment segment, ReadOnlySpan<int> first, ReadOnlySpan<int> middle)
    {
        Multiply(segment.First.Weights, 0, first, null);
        Multiply(segment.First.Bias, 0, first, null);
        Multiply(segment.Middle.Weights, 0, middle, first);
        Multiply(segment.Middle.Bias, 0, middle, null);
        Multiply(segment.Last.Weights, 1, default, middle);
    }

    /// <summary>2 to the power of so many eighths: by multiplication and square roots, which are rounded alike on every machine.</summary>
    internal static double Factor(int eighths)
    {
        double factor = Math.ScaleB(1, eighths >> 3);
        double root = Math.Sqrt(2);
        for (int bit = 4; bit > 0; bit >>= 1, root = Math.Sqrt(root))
        {
            if ((eighths & bit) != 0)
                factor *= root;
        }
        return factor;
    }

    private static void Multiply(TensorProto tensor, int axis, ReadOnlySpan<int> up, ReadOnlySpan<int> down)
    {
        float[] values = tensor.Floats();
        int channels = (int)tensor.Dims[axis];
        int block = values.Length / channels / (axis == 0 ? 1 : (int)tensor.Dims[0]);
        for (int index = 0; index < values.Length; index++)
        {
            int channel = index / block % channels;
            values[index] = (float)(values[index] * Factor((up.IsEmpty ? 0 : up[channel]) - (down.IsEmpty ? 0 : down[channel])));
        }
        tensor.SetFloats(values);
    }
}
