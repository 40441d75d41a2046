using System.Buffers.Text;

namespace Signpost.Edge.Health;

/// <summary>Resident memory of this process, in bytes, as the kernel counts it.</summary>
/// <param name="Resident">Now.</param>
/// <param name="Peak">The most since the start.</param>
public readonly record struct MemoryFigures(long Resident, long Peak)
{
    private const string StatusFile = "/proc/self/status";

    /// <summary>Reads the kernel's figures; zeros where there is no such file.</summary>
    public static MemoryFigures Read() => File.Exists(StatusFile) ? Parse(File.ReadAllBytes(StatusFile)) : default;

    internal static MemoryFigures Parse(ReadOnlySpan<byte> status) =>
        new(Kilobytes(status, "\nVmRSS:"u8) * 1024, Kilobytes(status, "\nVmHWM:"u8) * 1024);

    private static long Kilobytes(ReadOnlySpan<byte> status, ReadOnlySpan<byte> name)
    {
        var at = status.IndexOf(name);
        if (at < 0) return 0;
        var value = status[(at + name.Length)..].TrimStart(" \t"u8);
        return Utf8Parser.TryParse(value, out long kilobytes, out _) ? kilobytes : 0;
    }
}
