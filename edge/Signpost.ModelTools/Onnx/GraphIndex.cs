namespace Signpost.ModelTools.Onnx;

/// <summary>Who makes a value and who uses it, as the graph was when the index was made.</summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, NodeProto> _makers = [];
    private readonly Dictionary<string, List<NodeProto>> _users = [];
    private readonly HashSet<string> _outputs;

    /// <exception cref="RewriteException">Two nodes or two constants have one name.</exception>
    public GraphIndex(GraphProto graph)
    {
        _constants = [];
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!_constants.TryAdd(tensor.Name, tensor))
                throw new RewriteException($"constant '{tensor.Name}' is there twice");
        }
        _outputs = [.. graph.Output.Select(output => output.Name)];
        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output)
            {
                if (output.Length > 0 && !_makers.TryAdd(output, node))
                    throw new RewriteException($"value '{output}' is made twice");
            }
            foreach (string input in node.Input)
            {
                if (!_users.TryGetValue(input, out List<NodeProto>? users))
                    _users.Add(input, users = []);
                users.Add(node);
            }
        }
    }

    public TensorProto? Constant(string value) => _constants.GetValueOrDefault(value);

    public NodeProto? Maker(string value) => _makers.GetValueOrDefault(value);

    public IReadOnlyList<NodeProto> Users(string value) => _users.TryGetValue(value, out List<NodeProto>? users) ? users : [];

    /// <summary>The one user of a value that is no output of the graph, or null.</summary>
    public NodeProto? OnlyUser(string value) => !_outputs.Contains(value) && Users(value) is [var user] ? user : null;

    public bool IsOutput(string value) => _outputs.Contains(value);

    /// <summary>A node's input that is a constant which nobody else uses and may therefore be changed, or null.</summary>
    public TensorProto? OwnConstant(NodeProto node, int input) =>
        node.Input.Count > input && Constant(node.Input[input]) is { } tensor && OnlyUser(tensor.Name) == node ? tensor : null;
}
