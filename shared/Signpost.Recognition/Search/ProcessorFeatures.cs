using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Signpost.Recognition;

/// <summary>What this processor offers, as far as this program was built to use it.</summary>
public static class ProcessorFeatures
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Its name as the kernel knows it, or the architecture.</summary>
    public static string Model =>
        (File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null)?
        .Split(':', 2)[^1].Trim() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Names of the vector instruction sets that are there.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. new (string Name, bool There)[]
        {
            ("sse4.2", Sse42.IsSupported), ("avx2", Avx2.IsSupported), ("fma", Fma.IsSupported), ("avx-vnni", AvxVnni.IsSupported),
            ("avx512bw", Avx512BW.IsSupported), ("asimd", AdvSimd.IsSupported), ("dotprod", Dp.IsSupported),
        }.Where(feature => feature.There).Select(feature => feature.Name),
    ];
}
