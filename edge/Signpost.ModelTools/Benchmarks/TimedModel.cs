using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace Signpost.ModelTools.Benchmarks;

/// <summary>A model with its input and outputs bound, and the time that its runs take.</summary>
internal sealed class TimedModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];
    private readonly List<double> _times = [];

    /// <param name="model">One float input, fixed shapes.</param>
    /// <param name="threads">ONNX Runtime's threads within an operation.</param>
    public TimedModel(byte[] model, int threads)
    {
        long before = Resident();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
        _binding = _session.CreateIoBinding();
        (string name, NodeMetadata input) = _session.InputMetadata.Single();
        Input = Buffer(input, value => _binding.BindInput(name, value));
        foreach ((string outputName, NodeMetadata output) in _session.OutputMetadata)
            Buffer(output, value => _binding.BindOutput(outputName, value));
        // The arena is laid out in the first run and used from the second on.
        for (int run = 0; run < 2; run++)
            Run(timed: false);
        MemoryBytes = Math.Max(0, Resident() - before);
    }

    public float[] Input { get; }

    /// <summary>Milliseconds of the middle run.</summary>
    public double Median
    {
        get
        {
            _times.Sort();
            return _times[_times.Count / 2];
        }
    }

    /// <summary>Bytes by which the process grew when the model was opened and run: its arena, its packed weights, its graph.</summary>
    public long MemoryBytes { get; }

    public void Run(bool timed)
    {
        long start = Stopwatch.GetTimestamp();
        _session.RunWithBinding(_run, _binding);
        if (timed)
            _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (OrtValue value in _values)
            value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private float[] Buffer(NodeMetadata metadata, Action<OrtValue> bind)
    {
        float[] buffer = GC.AllocateArray<float>(metadata.Dimensions.Aggregate(1, (product, dimension) => checked(product * dimension)), pinned: true);
        var value = OrtValue.CreateTensorValueFromMemory(buffer, Array.ConvertAll(metadata.Dimensions, dimension => (long)dimension));
        _values.Add(value);
        bind(value);
        return buffer;
    }
}
