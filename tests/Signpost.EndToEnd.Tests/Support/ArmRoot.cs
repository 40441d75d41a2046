using Signpost.Cli;
using Signpost.Cli.Tools;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>
/// The few libraries of Debian's arm64 that the program loads, unpacked into a folder: the cross compiler's have no OpenSSL. Fetched by apt with state,
/// cache and architecture of their own, so that this machine's packages stay as they are and no privilege is needed.
/// </summary>
internal static class ArmRoot
{
    private static readonly string[] Packages = ["libc6", "libstdc++6", "libgcc-s1", "libssl3", "zlib1g"];

    /// <summary>Unpacks them once, and describes the processor as an arm64 kernel would.</summary>
    /// <param name="processor">By QEMU's name.</param>
    /// <param name="stopping">Stops it.</param>
    /// <returns>The folder; or why it cannot be had.</returns>
    public static async Task<(string Folder, string? Fault)> EnsureAsync(string processor, CancellationToken stopping)
    {
        var work = Path.Combine(SignpostHome.Find().State, "native", "arm64-root");
        var root = Path.Combine(work, "root");
        if (!File.Exists(Path.Combine(work, "complete")) && await UnpackAsync(work, root, stopping) is { } fault) return (root, fault);
        Directory.CreateDirectory(Path.Combine(root, "proc"));
        await File.WriteAllTextAsync(Path.Combine(root, "proc", "cpuinfo"), Describe(processor), stopping);
        return (root, null);
    }

    // The emulator shows this machine's own /proc/cpuinfo, at which ONNX Runtime's processor detection for Arm crashes. Files below the emulator's
    // root take precedence. Parts: Arm's MIDR_EL1 numbers.
    private static string Describe(string processor)
    {
        var part = processor switch
        {
            "cortex-a72" => "0xd08",
            "neoverse-n1" => "0xd0c",
            _ => throw new ArgumentException($"{processor}: its part number is not known here", nameof(processor)),
        };
        var description = $"BogoMIPS\t: 100.00\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: {part}\nCPU revision\t: 0\n\n";
        return string.Concat(Enumerable.Range(0, Environment.ProcessorCount).Select(number => $"processor\t: {number}\n{description}"));
    }

    private static async Task<string?> UnpackAsync(string work, string root, CancellationToken stopping)
    {
        if (ToolPath.Find("apt-get") is not { } apt || ToolPath.Find("dpkg-deb") is not { } unpack) return "apt-get or dpkg-deb is missing";
        foreach (var folder in new[] { "state/lists/partial", "cache/archives/partial", "root" }) Directory.CreateDirectory(Path.Combine(work, folder));
        await File.WriteAllTextAsync(Path.Combine(work, "status"), "", stopping);
        var configuration = Path.Combine(work, "apt.conf");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            APT::Architecture "arm64";
            APT::Architectures { "arm64"; };
            Dir::State "{{work}}/state";
            Dir::State::status "{{work}}/status";
            Dir::Cache "{{work}}/cache";
            """,
            stopping);
        foreach (var arguments in new string[][] { ["update"], ["install", "-y", "--no-install-recommends", "--download-only", .. Packages] })
        {
            var answer = await ToolRunner.RunAsync(apt, arguments, stopping, null, ("APT_CONFIG", configuration));
            if (answer.ExitCode != 0) return $"apt-get {arguments[0]} for arm64 failed: {answer.LastLine}";
        }
        foreach (var package in Directory.EnumerateFiles(Path.Combine(work, "cache", "archives"), "*.deb"))
        {
            var answer = await ToolRunner.RunAsync(unpack, ["-x", package, root], stopping);
            if (answer.ExitCode != 0) return $"dpkg-deb of {Path.GetFileName(package)} failed: {answer.LastLine}";
        }
        await File.WriteAllTextAsync(Path.Combine(work, "complete"), "", stopping);
        return null;
    }
}
