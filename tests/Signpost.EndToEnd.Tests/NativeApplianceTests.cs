using System.Text;
using Signpost.Cli;
using Signpost.EndToEnd.Tests.Support;

namespace Signpost.EndToEnd.Tests;

/// <summary>The firmware as it is shipped, published once.</summary>
public sealed class NativeApplianceTests(NativeAppliance appliance) : IClassFixture<NativeAppliance>
{
    [Fact]
    public void Publish_AsNativeAot_HasNoWarning()
    {
        Assert.True(appliance.ExitCode == 0, appliance.Output);
        Assert.DoesNotContain("warning", appliance.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Program_Published_StartsAndTeaches()
    {
        var (code, output) = await appliance.RunAsync("--help");

        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_Published_NeedsNoRuntimeBesideIt()
    {
        var names = Directory.EnumerateFiles(appliance.Folder).Select(Path.GetFileName).ToArray();

        Assert.DoesNotContain(names, name => name!.EndsWith(".dll", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name!.Contains("Simulated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Program_Published_HoldsNoSimulatedDevice()
    {
        var program = await File.ReadAllBytesAsync(appliance.Program, TestContext.Current.CancellationToken);
        foreach (var text in new[] { "SimulatedCamera", "SimulatedBeacon", "signpost simulated board" })
        {
            Assert.Equal(-1, program.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(-1, program.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)));
        }
    }

    [Fact]
    public async Task Program_Published_RefusesASimulatedCamera()
    {
        using var folder = new TemporaryFolder();
        var configuration = folder.File("unit.json");
        await File.WriteAllTextAsync(
            configuration,
            $$$"""{"dataDirectory":"data","packDirectory":"{{{SignpostHome.Find().DefaultPack}}}","camera":{"kind":"simulated","mediaDirectory":"/nowhere"}}""",
            TestContext.Current.CancellationToken);

        var (code, output) = await appliance.RunAsync("run", "--config", configuration);

        Assert.NotEqual(0, code);
        Assert.Contains("simulated", output, StringComparison.Ordinal);
    }
}

/// <summary>Publishes the appliance as Native AOT into a folder of its own, beside other builds and not in their way.</summary>
public sealed class NativeAppliance : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    internal string Folder { get; } = Path.Combine(SignpostHome.Find().State, "native", "edge");

    internal string Program => Path.Combine(Folder, "Signpost.Edge.Appliance");

    internal int ExitCode { get; private set; }

    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var home = SignpostHome.Find();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        (ExitCode, Output) = await RunAsync(
            Signpost.Cli.Tools.Dotnet.Path,
            home.Root,
            [
                "publish", "edge/Signpost.Edge.Appliance", "-c", "Release", "-p:PublishAot=true", $"-p:ArtifactsPath={Path.Combine(home.State, "native", "artifacts")}",
                "-o", Folder, "--nologo", "-v", "quiet",
            ]);
    }

    internal Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunAsync(Program, "", arguments);

    private static async Task<(int Code, string Output)> RunAsync(string program, string directory, string[] arguments)
    {
        using var limit = new CancellationTokenSource(Patience);
        var result = await Signpost.Cli.Tools.ToolRunner.RunAsync(program, arguments, limit.Token, directory, ("MSBUILDDISABLENODEREUSE", "1"));
        return (result.ExitCode, result.Output + result.Error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
