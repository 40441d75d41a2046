namespace Signpost.ModelTools.Quantisation;

/// <summary>
/// Symmetric 8-bit weights, a scale an output channel. Without VNNI, x86 multiplies unsigned by signed bytes with VPMADDUBSW, which
/// adds two products in 16 bits and saturates: 255 × (a + b) has to stay within ±32,767. So of every two weights that meet there,
/// neighbours in the order row, column, input channel, the sum stays within ±128; every processor then computes the same integers.
/// </summary>
internal static class WeightQuantiser
{
    private const int Limit = 127, PairLimit = short.MaxValue / byte.MaxValue;

    /// <summary>Share by which a scale grows until rounding no longer breaks the pair's limit.</summary>
    private const float Growth = 1.002f;

    /// <param name="weights">[outputs, inputs, area] flattened.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels of each.</param>
    /// <param name="isDepthwise">Whether each output channel has an input channel of its own: such a convolution is computed in wider integers.</param>
    public static QuantisedWeights Quantise(ReadOnlySpan<float> weights, int outputs, int inputs, bool isDepthwise = false)
    {
        int row = weights.Length / outputs, area = row / inputs;
        var values = new sbyte[weights.Length];
        float[] scales = new float[outputs];
        for (int output = 0; output < outputs; output++)
        {
            ReadOnlySpan<float> from = weights.Slice(output * row, row);
            Span<sbyte> to = values.AsSpan(output * row, row);
            float scale = Math.Max(Greatest(from) / Limit, TensorRange.Least);
            Round(from, scale, to);
            while (!isDepthwise && GreatestPair(to, inputs, area) > PairLimit)
                Round(from, scale *= Growth, to);
            scales[output] = scale;
        }
        return new QuantisedWeights(values, scales);
    }

    private static float Greatest(ReadOnlySpan<float> values)
    {
        float greatest = 0;
        foreach (float value in values)
            greatest = Math.Max(greatest, Math.Abs(value));
        return greatest;
    }

    private static void Round(ReadOnlySpan<float> from, float scale, Span<sbyte> to)
    {
        for (int index = 0; index < from.Length; index++)
            to[index] = (sbyte)Math.Clamp(MathF.Round(from[index] / scale), -Limit, Limit);
    }

    /// <summary>Greatest sum, without its sign, of two weights that are neighbours when input channels vary fastest.</summary>
    internal static int GreatestPair(ReadOnlySpan<sbyte> row, int inputs, int area)
    {
        int greatest = 0;
        for (int index = 0; index + 1 < row.Length; index += 2)
        {
            int sum = row[index % inputs * area + index / inputs] + row[(index + 1) % inputs * area + (index + 1) / inputs];
            greatest = Math.Max(greatest, Math.Abs(sum));
        }
        return greatest;
    }
}

/// <summary>Weights as integers: weight = value × scale of its output channel.</summary>
/// <param name="Values">In the order of the floats.</param>
/// <param name="Scales">One an output channel, above 0.</param>
internal sealed record QuantisedWeights(sbyte[] Values, float[] Scales);
