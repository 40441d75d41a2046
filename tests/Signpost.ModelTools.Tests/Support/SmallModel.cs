using Microsoft.ML.OnnxRuntime;
using Signpost.ModelTools.Onnx;

namespace Signpost.ModelTools.Tests;

/// <summary>Hand-made graphs, and running them.</summary>
internal static class SmallModel
{
    /// <summary>A model with input x and output y, both [1, channels, height, width].</summary>
    public static ModelProto Make(long[] input, long[] output, IEnumerable<NodeProto> nodes, params TensorProto[] constants)
    {
        var model = new ModelProto
        {
            IrVersion = 7,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 11 } },
            Graph = new GraphProto { Name = "g", Node = { nodes }, Initializer = { constants }, Input = { Value("x", input) }, Output = { Value("y", output) } },
        };
        return model;
    }

    public static NodeProto Convolution(string name, string from, string to, int side, long group = 1, int pad = 0)
    {
        NodeProto node = Nodes.Make("Conv", name, [from, name + "_w", name + "_b"], to).With("group", group);
        node.Attribute.Add(Ints("kernel_shape", side, side));
        node.Attribute.Add(Ints("pads", pad, pad, pad, pad));
        return node;
    }

    public static float[] Run(ModelProto model, float[] input, long[] shape)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(Google.Protobuf.MessageExtensions.ToByteArray(model), options);
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x"], [value], ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public static float[] Noise(int seed, int length, float scale = 1)
    {
        var random = new Random(seed);
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
            values[index] = (random.NextSingle() * 2 - 1) * scale;
        return values;
    }

    /// <summary>Convolution, PRelu, depthwise convolution, PRelu, convolution: 4 channels of 5×5, 32 in the middle.</summary>
    public static ModelProto Segment(int dead, float slope)
    {
        const int channels = 32;
        float[] kernel = Noise(2, channels * 9), slopes = new float[channels];
        // The dead ones stand between the living.
        for (int channel = 0; channel < dead; channel++)
            kernel.AsSpan(channel * 2 % channels * 9 + channel * 2 / channels * 9, 9).Clear();
        for (int channel = 0; channel < channels; channel++)
            slopes[channel] = channel % 3 == 0 ? slope : channel * 0.02f - 0.3f;
        return Make(
            [1, 4, 5, 5], [1, 4, 5, 5],
            [
                Convolution("a", "x", "a1", 1), Nodes.Make("PRelu", "p", ["a1", "p_s"], "a2"),
                Convolution("b", "a2", "b1", 3, channels, pad: 1), Nodes.Make("PRelu", "q", ["b1", "q_s"], "b2"),
                Convolution("c", "b2", "y", 1),
            ],
            TensorValues.Of("a_w", Noise(1, channels * 4), channels, 4, 1, 1), TensorValues.Of("a_b", Noise(3, channels), channels),
            TensorValues.Of("p_s", slopes, channels, 1, 1),
            TensorValues.Of("b_w", kernel, channels, 1, 3, 3), TensorValues.Of("b_b", Noise(4, channels), channels),
            TensorValues.Of("q_s", slopes, channels, 1, 1),
            TensorValues.Of("c_w", Noise(5, 4 * channels), 4, channels, 1, 1), TensorValues.Of("c_b", Noise(6, 4), 4));
    }

    private static AttributeProto Ints(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = 7 };
        foreach (long value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    private static ValueInfoProto Value(string name, long[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (long dimension in dimensions)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dimension });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorValues.Float, Shape = shape } } };
    }
}
