using Signpost.Cli;
using Signpost.EndToEnd.Tests.Support;

namespace Signpost.EndToEnd.Tests;

/// <summary>
/// The unit's program on processors that this machine is not: the pack's models answer as recorded, within its tolerance, and the search as its slow
/// twin. Minutes a processor: a slow suite, <c>./signpost test --suite emulated</c>.
/// </summary>
[Trait("Suite", "emulated")]
public sealed class EmulatedProcessorTests(NativeAppliance x64, ArmAppliance arm64) : IClassFixture<NativeAppliance>, IClassFixture<ArmAppliance>
{
    private static readonly string[] SelfTest = ["self-test", "--pack", SignpostHome.Find().DefaultPack];

    [Fact]
    public void Publish_ForArm64_HasNoWarning()
    {
        Assert.True(arm64.ExitCode == 0, arm64.Output);
        Assert.DoesNotContain("warning", arm64.Output, StringComparison.OrdinalIgnoreCase);
    }

    // Cortex-A72 (Raspberry Pi 4) lacks the dot-product extension, Neoverse N1 has it.
    [Theory]
    [InlineData("cortex-a72", "portable")]
    [InlineData("neoverse-n1", "Arm dot product")]
    public async Task SelfTest_OnArm64_Passes(string processor, string kernel) =>
        Passes(await arm64.RunOnAsync(await Emulator.Arm64Async(processor), SelfTest), kernel);

    // No processor that QEMU 7.2 emulates has AVX-512 or AVX-VNNI: these are the ones before them.
    [Theory]
    [InlineData("Haswell", "AVX2")]
    [InlineData("EPYC-Rome", "AVX2")]
    public async Task SelfTest_OnX64WithoutVnni_Passes(string processor, string kernel) =>
        Passes(await x64.RunOnAsync(Emulator.X64(processor), SelfTest), kernel);

    private static void Passes((int Code, string Output) run, string kernel)
    {
        Assert.True(run.Code == 0, run.Output);
        foreach (var model in new[] { "detector", "landmarks", "extractor" }) Assert.Contains($"{model,-14} ok", run.Output, StringComparison.Ordinal);
        Assert.Contains($"search         ok: {kernel}", run.Output, StringComparison.Ordinal);
    }
}
