using System.Diagnostics;

namespace Signpost.Recognition.Tests;

/// <summary>The same tests again in a process of their own whose environment takes instruction sets away, so that every path runs under the JIT.</summary>
public class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVXVNNI=0", "portable, AVX2")]
    [InlineData("DOTNET_EnableAVX2=0", "portable")]
    [InlineData("DOTNET_EnableHWIntrinsic=0", "portable")]
    public async Task Search_InstructionSetsSwitchedOff_IsTheSame(string setting, string kernels)
    {
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "x86-64 only");
        string[] parts = setting.Split('=');
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] classes = [nameof(ScanKernelTests), nameof(PackedHalvesTests), nameof(GalleryExactnessTests), nameof(GalleryTests), nameof(KernelReport)];
        foreach (string name in classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add($"Signpost.Recognition.Tests.{name}");
        }
        start.Environment[parts[0]] = parts[1];
        start.Environment["CsCheck_Iter"] = "20"; // Without vector instructions everything takes long.
        start.Environment[KernelReport.Expected] = kernels;
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await error);
    }
}

/// <summary>Runs inside the child: are the sets really off?</summary>
public class KernelReport
{
    internal const string Expected = "SIGNPOST_TEST_KERNELS";

    [Fact]
    public void Kernels_OfThisProcess_AreThoseItsEnvironmentLeaves()
    {
        string? expected = Environment.GetEnvironmentVariable(Expected);
        Assert.SkipWhen(expected is null, "runs where instruction sets are switched off");
        Assert.Contains(SearchSelfTest.Kernel, expected.Split(", "));
    }
}
