using Microsoft.ML.OnnxRuntime;
using Signpost.ModelTools.Evaluation;
using Signpost.ModelTools.Onnx;
using Signpost.ModelTools.Packing;
using Signpost.Recognition;

namespace Signpost.ModelTools.Quantisation;

/// <summary>What leaving one layer in floats does to the templates.</summary>
/// <param name="Output">The layer's output, as <c>floatLayers</c> names it.</param>
/// <param name="Kind">The layer's operation.</param>
/// <param name="Cosine">Mean cosine between the templates and the float model's, at most 1.</param>
internal sealed record LayerSensitivity(string Output, string Kind, double Cosine);

/// <summary>Compares the recogniser's templates with the float model's, a layer at a time.</summary>
internal sealed class SensitivityStudy : IDisposable
{
    private static readonly HashSet<string> Quantised = ["Conv", "Mul", "Add"];

    private readonly PackRecipe _recipe;
    private readonly List<float[]> _inputs = [];
    private readonly List<float[]> _expected = [];
    private readonly FaceChain _chain;

    /// <param name="recipe">Of the quantised pack.</param>
    /// <param name="floatPack">The same in floats.</param>
    /// <param name="pictures">Faces; what shows none is passed over.</param>
    public SensitivityStudy(PackRecipe recipe, ModelPack floatPack, IEnumerable<string> pictures)
    {
        _recipe = recipe;
        _chain = new FaceChain(floatPack);
        foreach (string picture in pictures)
        {
            if (_chain.Extract(picture) is not { } answer)
                continue;
            _expected.Add(answer.Template);
            _inputs.Add(_chain.LastExtractorInput.ToArray());
        }
    }

    public int Faces => _inputs.Count;

    /// <summary>The pack as the manifest has it.</summary>
    public double Baseline() => Cosine(_recipe.Make(Roles.Extractor));

    /// <summary>Each layer in floats beside those that the manifest leaves there.</summary>
    public IEnumerable<LayerSensitivity> Run(Action<string> say)
    {
        ModelCalibration calibration = _recipe.CalibrationOf(Roles.Extractor);
        byte[] floats = _recipe.MakeFloat(Roles.Extractor, calibration);
        IReadOnlyList<string> kept = Roles.FileOf(_recipe.Manifest, Roles.Extractor).Quantisation!.FloatLayers;
        foreach (NodeProto node in GraphRewriter.Parse(floats).Graph.Node.Where(node => Quantised.Contains(node.OpType)))
        {
            say(node.Output[0]);
            yield return new LayerSensitivity(node.Output[0], node.OpType, Cosine(GraphRewriter.Quantise(floats, calibration, [.. kept, node.Output[0]])));
        }
    }

    /// <summary>Releases the models and overwrites faces and templates.</summary>
    public void Dispose()
    {
        _chain.Dispose();
        foreach (float[] values in _inputs.Concat(_expected))
            Array.Clear(values);
    }

    private double Cosine(byte[] model)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        (string name, NodeMetadata input) = session.InputMetadata.Single();
        long[] shape = [.. input.Dimensions.Select(dimension => (long)dimension)];
        double sum = 0;
        for (int face = 0; face < _inputs.Count; face++)
        {
            using var value = OrtValue.CreateTensorValueFromMemory(_inputs[face], shape);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [name], [value], session.OutputNames);
            sum += Template.Compare(_expected[face], outputs[0].GetTensorDataAsSpan<float>());
        }
        return sum / _inputs.Count;
    }
}
