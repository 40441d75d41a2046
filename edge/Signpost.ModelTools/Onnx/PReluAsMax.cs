using System.Buffers.Binary;
using Google.Protobuf;

namespace Signpost.ModelTools.Onnx;

/// <summary>
/// PRelu(x) with slope a is max(x, a·x) as long as a ≤ 1. ONNX Runtime's PRelu kernel is scalar, its Mul and Max are not: the
/// extractor takes less than half the time. A slope above 1 (two of some thousands, in a trained model) is clipped to 1.
/// </summary>
internal static class PReluAsMax
{
    public const string Name = "prelu-as-max";
    private const int Float = 1;

    public static void Apply(GraphProto graph)
    {
        var slopes = graph.Initializer.ToDictionary(tensor => tensor.Name);
        for (int index = 0; index < graph.Node.Count; index++)
        {
            NodeProto node = graph.Node[index];
            if (node.OpType != "PRelu")
                continue;
            if (!slopes.TryGetValue(node.Input[1], out TensorProto? slope))
                throw new RewriteException($"{node.Name}: slope '{node.Input[1]}' is computed, expected a constant");
            ClipToOne(slope);
            string scaled = node.Output[0] + "_scaled";
            graph.Node[index] = new NodeProto { Name = node.Name + "_scale", OpType = "Mul", Input = { node.Input }, Output = { scaled } };
            graph.Node.Insert(
                index + 1, new NodeProto { Name = node.Name + "_max", OpType = "Max", Input = { node.Input[0], scaled }, Output = { node.Output } });
        }
    }

    private static void ClipToOne(TensorProto slope)
    {
        if (slope.DataType != Float)
            throw new RewriteException($"slope '{slope.Name}' has type {slope.DataType}, expected {Float} (float)");
        for (int index = 0; index < slope.FloatData.Count; index++)
            slope.FloatData[index] = Math.Min(1, slope.FloatData[index]);
        byte[] raw = slope.RawData.ToByteArray();
        for (int offset = 0; offset < raw.Length; offset += sizeof(float))
        {
            Span<byte> value = raw.AsSpan(offset, sizeof(float));
            BinaryPrimitives.WriteSingleLittleEndian(value, Math.Min(1, BinaryPrimitives.ReadSingleLittleEndian(value)));
        }
        slope.RawData = ByteString.CopyFrom(raw);
    }
}
