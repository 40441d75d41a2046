using Signpost.ModelTools.Onnx;

namespace Signpost.ModelTools.Quantisation;

/// <summary>
/// Rewrites a float graph into one that computes in 8-bit integers where it can (QLinearConv and its like: the operations are named in
/// the file, nothing depends on what an optimiser recognises). The rest stays as it is, between a DequantizeLinear and a QuantizeLinear.
/// </summary>
internal static class Quantiser
{
    /// <summary>The first version of ONNX in which Max takes bytes and the last in which Unsqueeze has its axes as an attribute.</summary>
    public const int OpsetVersion = 12;

    /// <param name="model">Rewritten in place.</param>
    /// <param name="ranges">Of every activation that is to be an integer.</param>
    /// <param name="floats">Names of outputs whose layers stay in floats, by a measurement.</param>
    /// <exception cref="RewriteException">A range is missing, or a layer is not what its kind should be.</exception>
    public static void Apply(ModelProto model, IReadOnlyDictionary<string, TensorRange> ranges, IReadOnlySet<string> floats)
    {
        GraphProto graph = model.Graph;
        var emitter = new QuantisedGraph(graph, ranges);
        foreach (NodeProto node in graph.Node)
        {
            if (emitter.IsDone(node))
                continue;
            if (floats.Contains(node.Output[0]) || !(
                node.OpType switch
                {
                    "Conv" => IntegerLayers.Convolution(emitter, node),
                    "Add" => IntegerLayers.Addition(emitter, node),
                    "Concat" => IntegerLayers.Concatenation(emitter, node),
                    "Mul" => IntegerLayers.LeakyMaximum(emitter, node),
                    _ => false,
                }))
            {
                emitter.Keep(node);
            }
        }
        emitter.Finish();
        OperatorSets.Raise(model, OpsetVersion);
    }
}
