using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Signpost.ModelTools.Onnx;

namespace Signpost.ModelTools.Quantisation;

/// <summary>A float model that answers every value a quantiser may want to know the range of.</summary>
internal sealed class ObservedModel : IDisposable
{
    private static readonly HashSet<string> Observed = ["Conv", "Relu", "PRelu", "Mul", "Max", "Add", "Concat"];

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string _input;
    private readonly long[] _shape;

    public ObservedModel(byte[] model)
    {
        ModelProto parsed = GraphRewriter.Parse(model);
        var values = new GraphIndex(parsed.Graph);
        foreach (NodeProto node in parsed.Graph.Node.ToArray())
        {
            // A Concat of shapes holds integers; one that convolutions use holds floats.
            if (Observed.Contains(node.OpType) && !values.IsOutput(node.Output[0])
                && (node.OpType != "Concat" || values.Users(node.Output[0]).Any(user => user.OpType == "Conv")))
                parsed.Graph.Output.Add(new ValueInfoProto { Name = node.Output[0], Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorValues.Float } } });
        }
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(parsed.ToByteArray(), options);
        (_input, NodeMetadata input) = _session.InputMetadata.Single();
        _shape = [.. input.Dimensions.Select(dimension => (long)dimension)];
    }

    public Dictionary<string, ValueStatistics> Statistics { get; } = [];

    /// <summary>Runs the model over one input and hands every value on.</summary>
    /// <param name="input">As the pack's preprocessing made it.</param>
    /// <param name="counting">Whether this is the second pass, which fills the histograms.</param>
    public void Observe(float[] input, bool counting)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(input, _shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, [_input], [value], _session.OutputNames);
        foreach ((string name, OrtValue output) in _session.OutputNames.Zip(outputs))
        {
            if (!Statistics.TryGetValue(name, out ValueStatistics? statistics))
                Statistics.Add(name, statistics = new ValueStatistics());
            if (counting)
                statistics.Count(output.GetTensorDataAsSpan<float>());
            else
                statistics.Add(output.GetTensorDataAsSpan<float>(), output.GetTensorTypeAndShape().Shape);
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
