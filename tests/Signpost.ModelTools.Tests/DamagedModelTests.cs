using Google.Protobuf;
using Signpost.ModelTools.Onnx;
using Signpost.ModelTools.Packing;

namespace Signpost.ModelTools.Tests;

/// <summary>Models that are well-formed, have the right shapes and the hash that their manifest names, and compute something else.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signpost-damaged-").FullName;

    public DamagedModelTests()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.PackDirectory))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    [Fact]
    public void SelfTest_OneScaleDoubled_NamesTheExtractor() =>
        Damage(Roles.Extractor, graph => Floats(graph, "_q_scale", values => values[0] *= 2));

    [Fact]
    public void SelfTest_ALayersWeightsOfAHalfCleared_NamesTheExtractor() =>
        Damage(Roles.Extractor, graph =>
        {
            TensorProto weights = graph.Initializer.First(tensor => tensor.DataType == TensorValues.Int8 && tensor.Dims.Count == 4 && tensor.Dims[1] > 1);
            byte[] values = weights.RawData.ToByteArray();
            values.AsSpan(0, values.Length / 2).Clear();
            weights.RawData = ByteString.CopyFrom(values);
        });

    [Fact]
    public void SelfTest_BiasNotANumber_NamesTheDetector() =>
        Damage(Roles.Detector, graph => Floats(graph, "regression_headers.0.2.bias", values => values.Fill(float.NaN)));

    [Fact]
    public void SelfTest_OneBiasOfTheLastLayerMoved_NamesTheLandmarks() =>
        Damage(Roles.Landmarks, graph => Floats(graph, "output_layer.bn.bias", values => values[0] += 0.02f));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Damage(string role, Action<GraphProto> damage)
    {
        PackManifest manifest = Repository.DefaultPack.Manifest;
        ModelFile file = Roles.FileOf(manifest, role);
        string path = Path.Combine(_folder, file.File);
        ModelProto model = GraphRewriter.Parse(File.ReadAllBytes(path));
        damage(model.Graph);
        File.WriteAllBytes(path, model.ToByteArray());
        manifest = Roles.With(manifest, role, file with { Sha256 = PackRecipe.Hash(model.ToByteArray()) });
        File.WriteAllBytes(Path.Combine(_folder, ModelPack.ManifestFile), manifest.ToUtf8());
        Assert.Equal(role, Assert.Single(PackSelfTest.Run(ModelPack.Load(_folder)).Faults).Model);
    }

    private delegate void Change(Span<float> values);

    private static void Floats(GraphProto graph, string suffix, Change change)
    {
        TensorProto tensor = graph.Initializer.First(tensor => tensor.Name.EndsWith(suffix, StringComparison.Ordinal));
        float[] values = tensor.Floats();
        change(values);
        tensor.SetFloats(values);
    }
}
