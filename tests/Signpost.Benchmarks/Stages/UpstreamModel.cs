using Microsoft.ML.OnnxRuntime;

namespace Signpost.Benchmarks.Stages;

/// <summary>A model file as its authors published it, through plain ONNX Runtime on one thread.</summary>
internal sealed class UpstreamModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtValue _input;
    private readonly Dictionary<string, OrtValue> _inputs;
    private readonly RunOptions _options = new();

    public UpstreamModel(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
        var (name, facts) = _session.InputMetadata.Single();
        long[] shape = [.. facts.Dimensions.Select(side => (long)Math.Max(1, side))];
        var values = new float[shape.Aggregate(1L, (product, side) => product * side)];
        var random = new Random(1);
        for (var i = 0; i < values.Length; i++) values[i] = random.NextSingle();
        _input = OrtValue.CreateTensorValueFromMemory(values, shape);
        _inputs = new() { [name] = _input };
    }

    public void Run() => _session.Run(_options, _inputs, _session.OutputNames).Dispose();

    public void Dispose()
    {
        _input.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
