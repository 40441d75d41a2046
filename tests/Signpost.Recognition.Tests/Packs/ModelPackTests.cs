using System.Security.Cryptography;
using System.Text;

namespace Signpost.Recognition.Tests;

public class ModelPackTests
{
    [Fact]
    public void Load_BuiltPack_IsThatOfTheCommittedManifest()
    {
        ModelPack pack = ModelPack.Load(Repository.PackDirectory);
        Assert.Equal(SHA256.HashData(File.ReadAllBytes(Manifests.DefaultFile)), pack.Digest.ToArray());
        Assert.Equal(512, pack.TemplateLength);
    }

    [Fact]
    public void Load_AlteredModel_NamesFileAndBothHashes()
    {
        using var copy = new PackCopy();
        byte[] model = File.ReadAllBytes(copy.PathOf("extractor.int8.onnx"));
        model[model.Length / 2] ^= 1;
        File.WriteAllBytes(copy.PathOf("extractor.int8.onnx"), model);
        string message = Assert.Throws<PackException>(() => ModelPack.Load(copy.Directory)).Message;
        Assert.Contains("extractor.int8.onnx", message, StringComparison.Ordinal);
        Assert.Contains(Repository.DefaultPack.Manifest.Extractor.Model.Sha256, message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(model)), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingModel_NamesIt()
    {
        using var copy = new PackCopy();
        File.Delete(copy.PathOf("landmarks.onnx"));
        Assert.Contains("landmarks.onnx", Assert.Throws<PackException>(() => ModelPack.Load(copy.Directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoPackAtAll_NamesTheManifest()
    {
        string message = Assert.Throws<PackException>(() => ModelPack.Load(Path.Combine(Path.GetTempPath(), "no-such-pack"))).Message;
        Assert.Contains("manifest.json", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileThatIsNoModel_SaysSo()
    {
        using var copy = new PackCopy();
        byte[] nonsense = Encoding.UTF8.GetBytes("not a model");
        File.WriteAllBytes(copy.PathOf("landmarks.onnx"), nonsense);
        copy.Change(manifest => manifest with { Landmarks = manifest.Landmarks with { Model = manifest.Landmarks.Model with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(nonsense)) } } });
        Assert.Contains("not a model that can be run", Assert.Throws<PackException>(() => ModelPack.Load(copy.Directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ModelInAnotherRole_SaysFoundAndExpectedShape()
    {
        using var copy = new PackCopy();
        copy.Change(manifest => manifest with { Extractor = manifest.Extractor with { Model = manifest.Landmarks.Model } });
        string message = Assert.Throws<PackException>(() => ModelPack.Load(copy.Directory)).Message;
        Assert.Contains("[1, 1, 64, 64]", message, StringComparison.Ordinal);
        Assert.Contains("[1, 3, 112, 112]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherTemplateLength_SaysFoundAndExpected()
    {
        using var copy = new PackCopy();
        copy.Change(manifest => manifest with { Extractor = manifest.Extractor with { TemplateLength = 128 } });
        Assert.Contains("has 512 values, expected 128", Assert.Throws<PackException>(() => ModelPack.Load(copy.Directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Detector_FileSwappedAfterLoading_IsRefused()
    {
        using var copy = new PackCopy();
        ModelPack pack = ModelPack.Load(copy.Directory);
        File.AppendAllText(copy.PathOf("detector.onnx"), " ");
        Assert.Throws<PackException>(() => new FaceDetector(pack));
    }
}
