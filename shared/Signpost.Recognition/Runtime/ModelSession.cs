using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;

namespace Signpost.Recognition;

/// <summary>
/// One model with its input and outputs bound to pinned buffers: a run allocates nothing and copies nothing. One float input,
/// float outputs, fixed shapes. Not safe for concurrent use.
/// </summary>
internal sealed class ModelSession : IDisposable
{
    private readonly string _name;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];
    private readonly float[] _input;
    private readonly Dictionary<string, float[]> _outputs = [];
    private bool _disposed;

    /// <summary>
    /// Runs before the first real one. ONNX Runtime lays out its arena in the first and uses that layout from the second on: a face that
    /// came earlier would stand in memory that no later run overwrites.
    /// </summary>
    private const int WarmUpRuns = 2;

    private ModelSession(string name, InferenceSession session, ModelInput expected)
    {
        _name = name;
        _session = session;
        _binding = session.CreateIoBinding();
        if (session.InputMetadata.Count != 1)
            throw new PackException($"{name}: has {session.InputMetadata.Count} inputs, expected 1");
        (string inputName, NodeMetadata input) = session.InputMetadata.Single();
        int[] shape = Shape(inputName, input);
        int[] expectedShape = [1, expected.Channels == ChannelOrder.Grey ? 1 : BgrImage.Channels, expected.Height, expected.Width];
        if (!shape.AsSpan().SequenceEqual(expectedShape))
            throw new PackException($"{name}: '{inputName}' has shape [{string.Join(", ", shape)}], expected [{string.Join(", ", expectedShape)}]");
        _input = Bind(shape, value => _binding.BindInput(inputName, value));
        foreach ((string outputName, NodeMetadata output) in session.OutputMetadata)
            _outputs.Add(outputName, Bind(Shape(outputName, output), value => _binding.BindOutput(outputName, value)));
        for (int run = 0; run < WarmUpRuns; run++)
            Run();
    }

    /// <summary>The input's values, to be filled before a run.</summary>
    public float[] Input => _input;

    /// <exception cref="PackException">Not a model that ONNX Runtime can run with fixed shapes.</exception>
    public static ModelSession Create(string name, byte[] model, ModelInput expected)
    {
        InferenceSession? session = null;
        try
        {
            session = OpenSession(model);
            return new ModelSession(name, session, expected);
        }
        catch (OnnxRuntimeException e)
        {
            session?.Dispose();
            throw new PackException($"{name}: not a model that can be run ({e.Message})", e);
        }
        catch (PackException)
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>The values of an output after a run. To be asked for once, when the session is taken into use.</summary>
    /// <exception cref="PackException">The model has no such output, or it has another length.</exception>
    public float[] Output(string name, int length)
    {
        if (!_outputs.TryGetValue(name, out float[]? values))
            throw new PackException($"{_name}: has outputs {string.Join(", ", _outputs.Keys)}, expected '{name}'");
        if (values.Length != length)
            throw new PackException($"{_name}: '{name}' has {values.Length} values, expected {length}");
        return values;
    }

    /// <summary>The values of the only output after a run.</summary>
    /// <exception cref="PackException">Several outputs, or another length.</exception>
    public float[] OnlyOutput(int length) =>
        _outputs.Count == 1
            ? Output(_outputs.Keys.Single(), length)
            : throw new PackException($"{_name}: has outputs {string.Join(", ", _outputs.Keys)}, expected one");

    public void Run()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _session.RunWithBinding(_run, _binding);
    }

    /// <summary>
    /// Overwrites the last subject: a run on zeros, because ONNX Runtime keeps intermediate values in its arena, then the bound buffers.
    /// </summary>
    public void Scrub()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_input.AsSpan()));
        Run();
        foreach (float[] output in _outputs.Values)
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(output.AsSpan()));
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        Scrub();
        _disposed = true;
        _binding.Dispose();
        foreach (OrtValue value in _values)
            value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static InferenceSession OpenSession(byte[] model)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return new InferenceSession(model, options);
    }

    private float[] Bind(int[] shape, Action<OrtValue> bind)
    {
        int length = shape.Aggregate(1, (product, dimension) => checked(product * dimension));
        // Pinned for good: native code holds the address between runs, and no copy is left behind by the collector.
        float[] buffer = GC.AllocateArray<float>(length, pinned: true);
        var value = OrtValue.CreateTensorValueFromMemory(buffer, Array.ConvertAll(shape, dimension => (long)dimension));
        _values.Add(value);
        bind(value);
        return buffer;
    }

    private int[] Shape(string name, NodeMetadata metadata)
    {
        if (metadata.ElementType != typeof(float))
            throw new PackException($"{_name}: '{name}' holds {metadata.ElementType.Name}, expected Single");
        if (metadata.Dimensions.Any(dimension => dimension < 1))
            throw new PackException($"{_name}: '{name}' has shape [{string.Join(", ", metadata.Dimensions)}], expected fixed dimensions");
        return metadata.Dimensions;
    }
}
