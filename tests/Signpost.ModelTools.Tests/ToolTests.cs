namespace Signpost.ModelTools.Tests;

public class ToolTests
{
    private static string SourcePackage => Path.GetDirectoryName(Repository.Media("faceplugin-face-recognition-js", "package.json"))!;

    [Fact]
    public async Task Verify_FreshHome_LeavesNoTelemetryFile()
    {
        using var tool = new ToolRun();
        (int exitCode, string output, string error) = await tool.RunAsync(null, "verify", "--pack", Repository.PackDirectory);
        Assert.True(exitCode == 0, error);
        Assert.Contains("passed", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(tool.Home, ".cache", "Microsoft", "DeveloperTools")));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(tool.Home, "*", SearchOption.AllDirectories), file => file.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Verify_NarrowInstructionSet_StillAnswersAsRecorded(string switchedOff)
    {
        using var tool = new ToolRun();
        (int exitCode, _, string error) = await tool.RunAsync(
            new Dictionary<string, string> { [switchedOff] = "0" }, "verify", "--pack", Repository.PackDirectory);
        Assert.True(exitCode == 0, error);
    }

    [Fact]
    public async Task Build_FromTheSourcePackage_MakesThePinnedPackAndThenNothing()
    {
        using var tool = new ToolRun();
        string target = Path.Combine(tool.Home, "pack");
        (int exitCode, string output, string error) = await tool.RunAsync(null, "build", "--from", SourcePackage, "--to", target);
        Assert.True(exitCode == 0, error);
        Assert.Contains("built", output, StringComparison.Ordinal);
        Assert.Equal(Repository.DefaultPack.Digest.ToArray(), ModelPack.Load(target).Digest.ToArray());
        Assert.True(File.Exists(Path.Combine(target, "README.md")));
        (_, output, _) = await tool.RunAsync(null, "build", "--from", SourcePackage, "--to", target);
        Assert.Contains("is there already", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_FromAnAlteredPackage_SaysBothHashesAndLeavesNothing()
    {
        using var tool = new ToolRun();
        string package = Path.Combine(tool.Home, "package"), target = Path.Combine(tool.Home, "pack");
        Directory.CreateDirectory(Path.Combine(package, "model"));
        await File.WriteAllTextAsync(Path.Combine(package, "model", "fr_detect.onnx"), "something else");
        (int exitCode, _, string error) = await tool.RunAsync(null, "build", "--from", package, "--to", target);
        Assert.Equal(1, exitCode);
        Assert.Contains("fr_detect.onnx: SHA-256 is", error, StringComparison.Ordinal);
        Assert.Contains(Repository.DefaultPack.Manifest.Detector.Model.SourceSha256, error, StringComparison.Ordinal);
        Assert.Equal([package], Directory.GetDirectories(tool.Home));
    }

    [Fact]
    public async Task Verify_NoPackThere_SaysSoInOneLine()
    {
        using var tool = new ToolRun();
        (int exitCode, _, string error) = await tool.RunAsync(null, "verify", "--pack", Path.Combine(tool.Home, "nothing"));
        Assert.Equal(1, exitCode);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains("manifest.json", error, StringComparison.Ordinal);
    }
}
