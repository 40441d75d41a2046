using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Signpost.ModelTools.Onnx;

namespace Signpost.ModelTools.Tests;

public class GraphRewriterTests
{
    private const string Package = "faceplugin-face-recognition-js";

    [Fact]
    public void PReluAsMax_Extractor_AnswersAsTheSourceDoes()
    {
        byte[] source = File.ReadAllBytes(Repository.Media(Package, "model/fr_feature.onnx"));
        byte[] rewritten = GraphRewriter.Apply(source, [PReluAsMax.Name], Repository.DefaultPack.Manifest);
        float[] input = Noise(3 * 112 * 112), expected = Run(source, input, 112, 112)["output"], found = Run(rewritten, input, 112, 112)["output"];
        // Two slopes are above 1: their channels' signs are turned, and nothing is lost but the last digits.
        Assert.InRange(Template.Compare(expected, found), 0.999999f, 1f);
        Assert.DoesNotContain(ModelProto.Parser.ParseFrom(rewritten).Graph.Node, node => node.OpType == "PRelu");
    }

    [Fact]
    public void PReluAsMax_SlopesUpToOne_IsExact()
    {
        float[] input = [-4, -1, 0, 2, -4, -1, 0, 2];
        byte[] source = PReluModel(0.25f, 1f).ToByteArray();
        byte[] rewritten = GraphRewriter.Apply(source, [PReluAsMax.Name], Repository.DefaultPack.Manifest);
        Assert.Equal(Run(source, input, [1, 2, 2, 2])["y"], Run(rewritten, input, [1, 2, 2, 2])["y"]);
        Assert.DoesNotContain(ModelProto.Parser.ParseFrom(rewritten).Graph.Node, node => node.OpType == "PRelu");
    }

    [Fact]
    public void PReluAsMax_SlopeAboveOneWithoutNeighbours_StaysAsItIs()
    {
        byte[] source = PReluModel(1.5f, -0.5f).ToByteArray();
        Assert.Equal(source, GraphRewriter.Apply(source, [PReluAsMax.Name], Repository.DefaultPack.Manifest));
    }

    [Fact]
    public void UltraFaceWithoutPriors_PublishedSize_DecodesToTheBoxesOfTheSource()
    {
        byte[] source = File.ReadAllBytes(Repository.Media(Package, "model/fr_detect.onnx"));
        PackManifest manifest = Repository.DefaultPack.Manifest;
        manifest = manifest with { Detector = manifest.Detector with { Input = manifest.Detector.Input with { Width = 320, Height = 240 } } };
        float[] input = Noise(3 * 240 * 320);
        Dictionary<string, float[]> expected = Run(source, input, 240, 320);
        Dictionary<string, float[]> found = Run(GraphRewriter.Apply(source, [UltraFaceWithoutPriors.Name], manifest), input, 240, 320);
        Assert.Equal(expected["scores"].Length, found["scores"].Length);
        for (int index = 0; index < expected["scores"].Length; index++)
            Assert.Equal(expected["scores"][index], found["scores"][index], 1e-4);
        for (int anchor = 0; anchor < 4420; anchor++)
        {
            // The first anchors are of stride 8: three a cell, row by row, 40 cells in a row.
            if (anchor >= 3600)
                break;
            int cell = anchor / 3;
            float side = new[] { 10f, 16f, 24f }[anchor % 3], x = (cell % 40 + 0.5f) * 8, y = (cell / 40 + 0.5f) * 8;
            ReadOnlySpan<float> offsets = found["offsets"].AsSpan(anchor * 4, 4);
            float width = side * MathF.Exp(offsets[2] * 0.2f), height = side * MathF.Exp(offsets[3] * 0.2f);
            Assert.Equal(expected["boxes"][anchor * 4], (x + offsets[0] * 0.1f * side - width / 2) / 320, 1e-3);
            Assert.Equal(expected["boxes"][anchor * 4 + 3], (y + offsets[1] * 0.1f * side + height / 2) / 240, 1e-3);
        }
    }

    [Fact]
    public void Apply_NoRewrite_IsACopy()
    {
        byte[] source = PReluModel(1, 1).ToByteArray();
        Assert.Equal(source, GraphRewriter.Apply(source, [], Repository.DefaultPack.Manifest));
    }

    [Fact]
    public void Apply_WrongModelOrName_SaysWhy()
    {
        byte[] source = PReluModel(1, 1).ToByteArray();
        PackManifest manifest = Repository.DefaultPack.Manifest;
        Assert.Contains("not UltraFace", Assert.Throws<RewriteException>(() => GraphRewriter.Apply(source, [UltraFaceWithoutPriors.Name], manifest)).Message, StringComparison.Ordinal);
        Assert.Contains("'other'", Assert.Throws<RewriteException>(() => GraphRewriter.Apply(source, ["other"], manifest)).Message, StringComparison.Ordinal);
        Assert.Contains("not an ONNX model", Assert.Throws<RewriteException>(() => GraphRewriter.Apply([0xFF, 0xFF, 0xFF], ["other"], manifest)).Message, StringComparison.Ordinal);
    }

    /// <summary>y = PRelu(x), x [1, 2, 2, 2], a slope a channel.</summary>
    private static ModelProto PReluModel(float first, float second)
    {
        var model = new ModelProto
        {
            Graph = new GraphProto
            {
                Node = { new NodeProto { Name = "p", OpType = "PRelu", Input = { "x", "slope" }, Output = { "y" } } },
                Initializer = { new TensorProto { Name = "slope", DataType = 1, Dims = { 2, 1, 1 }, FloatData = { first, second } } },
                Input = { Value("x") },
                Output = { Value("y") },
            },
        };
        model.Graph.Name = "g";
        model.IrVersion = 7;
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 11 });
        return model;
    }

    private static ValueInfoProto Value(string name)
    {
        var shape = new TensorShapeProto();
        foreach (int dimension in new[] { 1, 2, 2, 2 })
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dimension });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } } };
    }

    private static Dictionary<string, float[]> Run(byte[] model, float[] input, int height, int width) => Run(model, input, [1, 3, height, width]);

    private static Dictionary<string, float[]> Run(byte[] model, float[] input, long[] shape)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, new Dictionary<string, OrtValue> { [session.InputNames[0]] = value }, session.OutputNames);
        return session.OutputNames.Zip(outputs).ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<float>().ToArray());
    }

    private static float[] Noise(int length)
    {
        var random = new Random(5);
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
            values[index] = random.NextSingle() * 2 - 1;
        return values;
    }
}
