using Signpost.ModelTools.Onnx;

namespace Signpost.ModelTools.Quantisation;

/// <summary>A value as bytes.</summary>
/// <param name="Name">Of the byte tensor.</param>
/// <param name="Scale">What a byte stands for.</param>
internal sealed record QuantisedValue(string Name, ActivationScale Scale);

/// <summary>
/// The graph that the quantiser writes: every value is there as floats under its old name, as bytes, or as both, and is converted when
/// somebody first asks for the other.
/// </summary>
internal sealed class QuantisedGraph(GraphProto graph, IReadOnlyDictionary<string, TensorRange> ranges)
{
    private readonly Dictionary<string, QuantisedValue> _bytes = [];
    private readonly HashSet<string> _floats = [.. graph.Input.Select(input => input.Name), .. graph.Initializer.Select(tensor => tensor.Name)];
    private readonly HashSet<NodeProto> _done = new(ReferenceEqualityComparer.Instance);
    private readonly List<NodeProto> _nodes = [];
    private readonly HashSet<string> _constants = [.. graph.Initializer.Select(tensor => tensor.Name)];

    /// <summary>The float graph.</summary>
    public GraphIndex Source { get; } = new(graph);

    /// <summary>Whether a layer before has taken this node in.</summary>
    public bool IsDone(NodeProto node) => _done.Contains(node);

    public void Take(NodeProto node) => _done.Add(node);

    /// <summary>Whether the value is there as bytes already.</summary>
    public bool HasBytes(string value) => _bytes.ContainsKey(value);

    /// <exception cref="RewriteException">The calibration has no such value.</exception>
    public TensorRange Range(string value) =>
        ranges.TryGetValue(value, out TensorRange range)
            ? range
            : throw new RewriteException($"value '{value}' has no range: the calibration was made for another model; run 'calibrate' again");

    /// <summary>The value as bytes.</summary>
    public QuantisedValue Bytes(string value)
    {
        if (_bytes.TryGetValue(value, out QuantisedValue? known))
            return known;
        var bytes = new QuantisedValue(value + "_q", Range(value).ToScale());
        _nodes.Add(Nodes.Make("QuantizeLinear", value + "_quantize", [Floats(value), Scale(bytes.Name, bytes.Scale), ZeroPoint(bytes.Name, bytes.Scale)], bytes.Name));
        _bytes.Add(value, bytes);
        return bytes;
    }

    /// <summary>A value that a layer is about to make as bytes.</summary>
    public QuantisedValue Declare(string value, ActivationScale scale)
    {
        var bytes = new QuantisedValue(value + "_q", scale);
        _bytes.Add(value, bytes);
        return bytes;
    }

    /// <summary>The inputs of a quantised operation: the bytes, their scale, their zero point.</summary>
    public string[] Operand(QuantisedValue value) => [value.Name, .. Parameters(value)];

    public string[] Parameters(QuantisedValue value) => [Scale(value.Name, value.Scale), ZeroPoint(value.Name, value.Scale)];

    public void Emit(NodeProto node) => _nodes.Add(node);

    /// <summary>Takes a node over as it is, on floats.</summary>
    public void Keep(NodeProto node)
    {
        foreach (string input in node.Input)
            Floats(input);
        _nodes.Add(node);
        _floats.UnionWith(node.Output);
    }

    public string Constant(TensorProto tensor)
    {
        if (_constants.Add(tensor.Name))
            graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Replaces the nodes of the graph.</summary>
    public void Finish()
    {
        foreach (ValueInfoProto output in graph.Output)
            Floats(output.Name);
        graph.Node.Clear();
        graph.Node.AddRange(_nodes);
        graph.ValueInfo.Clear();
        graph.DropUnusedConstants();
    }

    private string Floats(string value)
    {
        if (value.Length > 0 && _floats.Add(value))
        {
            QuantisedValue bytes = _bytes.TryGetValue(value, out QuantisedValue? known)
                ? known
                : throw new RewriteException($"value '{value}' is used before it is made: the nodes are not in order");
            _nodes.Add(Nodes.Make("DequantizeLinear", value + "_dequantize", Operand(bytes), value));
        }
        return value;
    }

    private string Scale(string name, ActivationScale scale) => Constant(TensorValues.Of(name + "_scale", [scale.Scale]));

    private string ZeroPoint(string name, ActivationScale scale) => Constant(TensorValues.Of(name + "_zero", [scale.ZeroPoint]));
}
