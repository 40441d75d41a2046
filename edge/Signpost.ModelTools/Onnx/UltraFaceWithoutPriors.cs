using Signpost.Recognition;

namespace Signpost.ModelTools.Onnx;

/// <summary>
/// Cuts UltraFace before it decodes its boxes with priors that are constants for one input size: what is left is convolutions,
/// which take any size. The decoding is a few lines beside the suppression of overlaps. Outputs <c>scores</c> [1, n, 2] and <c>offsets</c> [1, n, 4].
/// </summary>
internal static class UltraFaceWithoutPriors
{
    public const string Name = "ultraface-without-priors";
    private const string Scores = "scores", Offsets = "offsets";

    public static void Apply(GraphProto graph, DetectorModel detector)
    {
        NodeProto offsets = FindOffsets(graph);
        offsets.Output[0] = Offsets;
        KeepOnly(graph, [Scores, Offsets]);
        SetShape(graph.Input.Single(), 1, 3, detector.Input.Height, detector.Input.Width);
        int anchors = detector.Anchors.Sum(level => Cells(detector.Input.Width, level) * Cells(detector.Input.Height, level) * level.Sizes.Count);
        ValueInfoProto scoresInfo = graph.Output.Single(output => output.Name == Scores);
        ValueInfoProto offsetsInfo = scoresInfo.Clone();
        offsetsInfo.Name = Offsets;
        SetShape(scoresInfo, 1, anchors, 2);
        SetShape(offsetsInfo, 1, anchors, 4);
        graph.Output.Clear();
        graph.Output.Add(scoresInfo);
        graph.Output.Add(offsetsInfo);
        graph.ValueInfo.Clear();
    }

    /// <summary>The one Concat that slices are taken from: first centres, then sizes, then corners of what follows.</summary>
    private static NodeProto FindOffsets(GraphProto graph)
    {
        var sliced = graph.Node.Where(node => node.OpType == "Slice").Select(node => node.Input[0]).ToHashSet();
        NodeProto[] candidates = [.. graph.Node.Where(node => node.OpType == "Concat" && sliced.Contains(node.Output[0]))];
        // The second is the decoded box: it depends on the first.
        return candidates.Length == 2
            ? candidates[0]
            : throw new RewriteException($"found {candidates.Length} Concat nodes that are sliced, expected 2: not UltraFace as it was published");
    }

    private static void KeepOnly(GraphProto graph, string[] outputs)
    {
        var makers = graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary(pair => pair.output, pair => pair.node);
        var needed = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var open = new Queue<string>(outputs);
        while (open.TryDequeue(out string? value))
        {
            if (!makers.TryGetValue(value, out NodeProto? maker) || !needed.Add(maker))
                continue;
            foreach (string input in maker.Input)
                open.Enqueue(input);
        }
        graph.Node.Retain(needed.Contains);
        graph.DropUnusedConstants();
    }

    private static int Cells(int pixels, AnchorLevel level) => (pixels + level.Stride - 1) / level.Stride;

    private static void SetShape(ValueInfoProto value, params ReadOnlySpan<long> dimensions)
    {
        value.Type.TensorType.Shape = new TensorShapeProto();
        foreach (long dimension in dimensions)
            value.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dimension });
    }
}
