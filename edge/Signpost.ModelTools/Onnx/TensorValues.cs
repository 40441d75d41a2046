using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Signpost.ModelTools.Onnx;

/// <summary>Numbers in and out of a tensor, whichever of its two forms they were written in.</summary>
internal static class TensorValues
{
    public const int Float = 1, UInt8 = 2, Int8 = 3, Int32 = 6, Int64 = 7;

    /// <summary>The values of a float tensor, a copy.</summary>
    /// <exception cref="RewriteException">Another type, or another number of values than its dimensions say.</exception>
    public static float[] Floats(this TensorProto tensor)
    {
        if (tensor.DataType != Float)
            throw new RewriteException($"'{tensor.Name}' has type {tensor.DataType}, expected {Float} (float)");
        if (tensor.RawData.Length % sizeof(float) != 0)
            throw new RewriteException($"'{tensor.Name}' has {tensor.RawData.Length} bytes, expected a multiple of {sizeof(float)}");
        // Raw data is little-endian, and so is every machine that .NET runs on but one that ONNX Runtime does not.
        float[] values = tensor.RawData.IsEmpty ? [.. tensor.FloatData] : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        long expected = Count(tensor);
        return values.Length == expected
            ? values
            : throw new RewriteException($"'{tensor.Name}' has {values.Length} values, expected {expected} for [{string.Join(", ", tensor.Dims)}]");
    }

    /// <summary>Writes a float tensor's values in place of the old ones.</summary>
    public static void SetFloats(this TensorProto tensor, float[] values)
    {
        tensor.FloatData.Clear();
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    public static TensorProto Of(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> dimensions) =>
        Make(name, Float, MemoryMarshal.AsBytes(values), dimensions);

    public static TensorProto Of(string name, ReadOnlySpan<byte> values, params ReadOnlySpan<long> dimensions) =>
        Make(name, UInt8, values, dimensions);

    public static TensorProto Of(string name, ReadOnlySpan<sbyte> values, params ReadOnlySpan<long> dimensions) =>
        Make(name, Int8, MemoryMarshal.AsBytes(values), dimensions);

    public static TensorProto Of(string name, ReadOnlySpan<int> values, params ReadOnlySpan<long> dimensions) =>
        Make(name, Int32, MemoryMarshal.AsBytes(values), dimensions);

    public static TensorProto Of(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> dimensions) =>
        Make(name, Int64, MemoryMarshal.AsBytes(values), dimensions);

    private static TensorProto Make(string name, int type, ReadOnlySpan<byte> raw, ReadOnlySpan<long> dimensions)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = ByteString.CopyFrom(raw) };
        foreach (long dimension in dimensions)
            tensor.Dims.Add(dimension);
        return tensor;
    }

    private static long Count(TensorProto tensor)
    {
        try
        {
            return tensor.Dims.Aggregate(1L, (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException)
        {
            throw new RewriteException($"'{tensor.Name}' has dimensions [{string.Join(", ", tensor.Dims)}], expected fewer values");
        }
    }
}
