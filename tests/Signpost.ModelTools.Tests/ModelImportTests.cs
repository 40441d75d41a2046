using Google.Protobuf;
using Signpost.ModelTools.Onnx;
using Signpost.ModelTools.Packing;

namespace Signpost.ModelTools.Tests;

public sealed class ModelImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signpost-import-").FullName;

    private string Target => Path.Combine(_folder, "pack");

    [Fact]
    public void Run_RecogniserOfAnotherLength_MakesAPackThatPassesItsSelfTest()
    {
        ModelPack made = ModelImport.Run(Repository.DefaultPack, Recogniser(side: 112, length: 7), Roles.Extractor, "other", Target);
        Assert.Equal((7, "other"), (made.TemplateLength, made.Manifest.Name));
        Assert.True(PackSelfTest.Run(made).Passed);
        Assert.NotEqual(Repository.DefaultPack.Digest.ToArray(), made.Digest.ToArray());
    }

    [Fact]
    public async Task Pin_ImportedPackWhoseMeanWasPutRight_PassesItsSelfTestAgain()
    {
        ModelPack made = ModelImport.Run(Repository.DefaultPack, Recogniser(side: 112, length: 7), Roles.Extractor, "other", Target);
        ExtractorModel extractor = made.Manifest.Extractor;
        PackManifest right = made.Manifest with { Extractor = extractor with { Input = extractor.Input with { Mean = extractor.Input.Mean + 10 } } };
        File.WriteAllBytes(Path.Combine(Target, ModelPack.ManifestFile), right.ToUtf8());
        Assert.False(PackSelfTest.Run(ModelPack.Load(Target)).Passed);

        using var tool = new ToolRun();
        Assert.Equal(0, (await tool.RunAsync(null, "pin", "--pack", Target)).ExitCode);

        Assert.True(PackSelfTest.Run(ModelPack.Load(Target)).Passed);
    }

    [Fact]
    public void Run_WrongInputSize_SaysBothShapesAndLeavesNothing()
    {
        PackException fault = Assert.Throws<PackException>(
            () => ModelImport.Run(Repository.DefaultPack, Recogniser(side: 96, length: 7), Roles.Extractor, "other", Target));
        Assert.Contains("[1, 3, 96, 96], expected [1, 3, 112, 112]", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void Run_RecogniserAsDetector_IsRefusedByItsShape()
    {
        PackException fault = Assert.Throws<PackException>(
            () => ModelImport.Run(Repository.DefaultPack, Recogniser(side: 112, length: 7), Roles.Detector, "other", Target));
        Assert.Contains("expected [1, 3, 270, 480]", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The mean of each plane, put together with fixed weights.</summary>
    private string Recogniser(int side, int length)
    {
        ModelProto model = SmallModel.Make(
            [1, 3, side, side], [1, length],
            [Nodes.Make("GlobalAveragePool", "p", ["x"], "m"), Nodes.Make("Flatten", "f", ["m"], "v"), Nodes.Make("MatMul", "w", ["v", "k"], "y")],
            TensorValues.Of("k", SmallModel.Noise(4, 3 * length), 3, length));
        string path = Path.Combine(_folder, "other.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
