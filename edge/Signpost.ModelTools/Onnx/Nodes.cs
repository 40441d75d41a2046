using Google.Protobuf;

namespace Signpost.ModelTools.Onnx;

/// <summary>Attributes of nodes, and nodes made from them.</summary>
internal static class Nodes
{
    private const int IntType = 2;

    public static long Int(this NodeProto node, string name, long otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name) is { HasI: true } found ? found.I : otherwise;

    public static float Single(this NodeProto node, string name, float otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name) is { HasF: true } found ? found.F : otherwise;

    public static NodeProto Make(string operation, string name, ReadOnlySpan<string> inputs, string output, string domain = "")
    {
        var node = new NodeProto { OpType = operation, Name = name, Domain = domain, Output = { output } };
        foreach (string input in inputs)
            node.Input.Add(input);
        return node;
    }

    public static NodeProto With(this NodeProto node, string attribute, long value)
    {
        node.Attribute.Add(new AttributeProto { Name = attribute, I = value, Type = IntType });
        return node;
    }

    /// <summary>Keeps what fulfils the condition, in the same order.</summary>
    public static void Retain<T>(this Google.Protobuf.Collections.RepeatedField<T> items, Predicate<T> keep)
        where T : IMessage
    {
        T[] kept = [.. items.Where(item => keep(item))];
        items.Clear();
        items.AddRange(kept);
    }

    /// <summary>Removes constants that no node uses and the graph does not answer.</summary>
    public static void DropUnusedConstants(this GraphProto graph)
    {
        var used = graph.Node.SelectMany(node => node.Input).Concat(graph.Output.Select(output => output.Name)).ToHashSet();
        graph.Initializer.Retain(tensor => used.Contains(tensor.Name));
    }
}
