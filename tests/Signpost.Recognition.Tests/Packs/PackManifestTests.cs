using System.Text;

namespace Signpost.Recognition.Tests;

public class PackManifestTests
{
    private static string Text => File.ReadAllText(Manifests.DefaultFile);

    [Fact]
    public void Parse_CommittedManifest_RoundTripsToTheSameBytes() =>
        Assert.Equal(File.ReadAllBytes(Manifests.DefaultFile), Manifests.Default.ToUtf8());

    [Fact]
    public void Parse_CommittedManifest_SaysWhereModelsComeFrom()
    {
        PackManifest manifest = Manifests.Default;
        Assert.Equal(("npm", "faceplugin-face-recognition-js", "0.0.1"), (manifest.Source.Registry, manifest.Source.Package, manifest.Source.Version));
        Assert.Equal("MIT", manifest.Licence);
        string card = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Manifests.DefaultFile)!, manifest.ModelCard));
        Assert.Contains("Training data: not stated", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"file\": \"detector.onnx\"", "\"file\": \"../detector.onnx\"", "detector.model.file")]
    [InlineData("\"file\": \"extractor.int8.onnx\"", "\"file\": \"/etc/passwd\"", "extractor.model.file")]
    [InlineData("signpost-model-pack/2", "signpost-model-pack/9", "format")]
    [InlineData("\"kind\": \"cosine\"", "\"kind\": \"euclid\"", "scores.kind")]
    [InlineData("\"overlap\": 0.4", "\"overlap\": 1.4", "detector.overlap")]
    [InlineData("\"templateLength\": 512", "\"templateLength\": 0", "extractor.templateLength")]
    [InlineData("\"stride\": 8", "\"stride\": 0", "detector.anchors")]
    [InlineData("\"licence\"", "\"license\"", "not a manifest")]
    [InlineData("\"channels\": \"Bgr\"", "\"channels\": \"Cmyk\"", "not a manifest")]
    public void Parse_BrokenRule_NamesIt(string found, string replacement, string named)
    {
        string text = Text;
        Assert.Contains(found, text, StringComparison.Ordinal);
        byte[] broken = Encoding.UTF8.GetBytes(text.Replace(found, replacement, StringComparison.Ordinal));
        Assert.Contains(named, Assert.Throws<PackException>(() => PackManifest.Parse(broken, "m")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralBrokenRules_NamesAll()
    {
        byte[] broken = Encoding.UTF8.GetBytes(Text.Replace("\"overlap\": 0.4", "\"overlap\": 4", StringComparison.Ordinal)
            .Replace("\"cropScale\": 1", "\"cropScale\": 0", StringComparison.Ordinal));
        string message = Assert.Throws<PackException>(() => PackManifest.Parse(broken, "m")).Message;
        Assert.Contains("detector.overlap", message, StringComparison.Ordinal);
        Assert.Contains("landmarks.cropScale", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NotJson_SaysSo() =>
        Assert.Contains("not a manifest", Assert.Throws<PackException>(() => PackManifest.Parse("{"u8, "m")).Message, StringComparison.Ordinal);
}
