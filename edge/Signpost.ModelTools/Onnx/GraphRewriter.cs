using Google.Protobuf;
using Signpost.ModelTools.Quantisation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Onnx;

/// <summary>Applies the rewrites that a manifest names. The same model, manifest and calibration give the same bytes everywhere.</summary>
internal static class GraphRewriter
{
    /// <summary>Every rewrite there is, with what it does.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>
    {
        [Folding.Name] = "batch normalisations and factors into the layers before them",
        [DeadChannels.Name] = "channels taken out whose weights training has driven to nothing",
        [EqualisedChannels.Name] = "channels brought to like ranges by the calibration's factors",
        [PReluAsMax.Name] = "PRelu as Mul and Max, which run faster",
        [UltraFaceWithoutPriors.Name] = "cut before the boxes are decoded, so that the input may have any size",
    };

    /// <param name="model">An ONNX file.</param>
    /// <param name="rewrites">Names, in order; none gives a copy.</param>
    /// <param name="manifest">Of the pack, for the rewrites that depend on how the model is fed.</param>
    /// <param name="calibration">Of this model, or null before there is one.</param>
    /// <exception cref="RewriteException">A rewrite is unknown or does not fit the model.</exception>
    public static byte[] Apply(byte[] model, IReadOnlyList<string> rewrites, PackManifest manifest, ModelCalibration? calibration = null)
    {
        if (rewrites.Count == 0)
            return model;
        ModelProto parsed = Parse(model);
        foreach (string rewrite in rewrites)
            Apply(parsed.Graph, rewrite, manifest, calibration);
        return parsed.ToByteArray();
    }

    /// <summary>A rewritten model with integer arithmetic where the calibration and the list of exceptions allow it.</summary>
    /// <exception cref="RewriteException">The calibration is of another model.</exception>
    public static byte[] Quantise(byte[] model, ModelCalibration calibration, IReadOnlyList<string> floatLayers)
    {
        ModelProto parsed = Parse(model);
        Quantiser.Apply(parsed, calibration.ToRanges(), floatLayers.ToHashSet());
        return parsed.ToByteArray();
    }

    /// <exception cref="RewriteException">Not a model with a graph.</exception>
    public static ModelProto Parse(byte[] model)
    {
        try
        {
            var parsed = ModelProto.Parser.ParseFrom(model);
            return parsed.Graph is null ? throw new RewriteException("not an ONNX model (it has no graph)") : parsed;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RewriteException($"not an ONNX model ({e.Message})");
        }
    }

    private static void Apply(GraphProto graph, string rewrite, PackManifest manifest, ModelCalibration? calibration)
    {
        switch (rewrite)
        {
            case Folding.Name:
                Folding.Apply(graph);
                break;
            case DeadChannels.Name:
                DeadChannels.Apply(graph);
                break;
            case EqualisedChannels.Name:
                EqualisedChannels.Apply(graph, calibration);
                break;
            case PReluAsMax.Name:
                PReluAsMax.Apply(graph);
                break;
            case UltraFaceWithoutPriors.Name:
                UltraFaceWithoutPriors.Apply(graph, manifest.Detector);
                break;
            default:
                throw new RewriteException($"rewrite '{rewrite}' is unknown, expected one of: {string.Join(", ", Known.Keys)}");
        }
    }
}
