using Signpost.Cli.Tools;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>QEMU's user mode: one program on another processor. Missing, it skips a test on a laptop and fails it in CI.</summary>
/// <param name="Path">The emulator.</param>
/// <param name="Arguments">Its own arguments.</param>
internal sealed record Emulator(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>An x86-64 processor by QEMU's name.</summary>
    public static Emulator X64(string processor) => new(Find("qemu-x86_64-static"), ["-cpu", processor]);

    /// <summary>An arm64 processor by QEMU's name, with the libraries of Debian's arm64.</summary>
    public static async Task<Emulator> Arm64Async(string processor)
    {
        var emulator = Find("qemu-aarch64-static");
        var (root, fault) = await ArmRoot.EnsureAsync(processor, TestContext.Current.CancellationToken);
        if (fault is not null) Missing(fault);
        return new(emulator, ["-L", root, "-cpu", processor]);
    }

    private static string Find(string program)
    {
        var found = ToolPath.Find(program);
        if (found is null) Missing("QEMU's user mode is not installed (Debian: qemu-user-static)");
        return found!;
    }

    private static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
