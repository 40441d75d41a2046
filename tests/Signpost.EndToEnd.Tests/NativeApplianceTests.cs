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
    public async Task Program_Published_PassesItsSelfTest()
    {
        var (code, output) = await appliance.RunAsync("self-test", "--pack", SignpostHome.Find().DefaultPack);

        Assert.True(code == 0, output);
        Assert.Contains("search         ok", output, StringComparison.Ordinal);
    }

    // The gallery search alone: the models take minutes in an emulator and have a suite of their own.
    [Fact]
    public async Task Program_OnAnOlderProcessor_SearchesAsItsSlowTwin()
    {
        var (code, output) = await appliance.RunOnAsync(Emulator.X64("Haswell"), "self-test", "--search");

        Assert.True(code == 0, output);
        Assert.Contains("search         ok: AVX2", output, StringComparison.Ordinal);
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
