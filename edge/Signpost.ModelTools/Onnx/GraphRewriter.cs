using Google.Protobuf;
using Signpost.Recognition;

namespace Signpost.ModelTools.Onnx;

/// <summary>Applies the rewrites that a manifest names. The same model and manifest give the same bytes everywhere.</summary>
internal static class GraphRewriter
{
    /// <summary>Every rewrite there is, with what it does.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>
    {
        [PReluAsMax.Name] = "PRelu as Mul and Max, which run faster",
        [UltraFaceWithoutPriors.Name] = "cut before the boxes are decoded, so that the input may have any size",
    };

    /// <exception cref="RewriteException">A rewrite is unknown or does not fit the model.</exception>
    public static byte[] Apply(byte[] model, IReadOnlyList<string> rewrites, PackManifest manifest)
    {
        if (rewrites.Count == 0)
            return model;
        ModelProto parsed;
        try
        {
            parsed = ModelProto.Parser.ParseFrom(model);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RewriteException($"not an ONNX model ({e.Message})");
        }
        foreach (string rewrite in rewrites)
            Apply(parsed.Graph, rewrite, manifest);
        return parsed.ToByteArray();
    }

    private static void Apply(GraphProto graph, string rewrite, PackManifest manifest)
    {
        switch (rewrite)
        {
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
