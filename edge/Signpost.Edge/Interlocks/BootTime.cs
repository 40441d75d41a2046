using System.Runtime.InteropServices;

namespace Signpost.Edge.Interlocks;

/// <summary>The system's clock and timers, over a counter that nobody can set and that counts on while the machine sleeps (CLOCK_BOOTTIME,
/// clock_gettime(2)). The ordinary one (CLOCK_MONOTONIC) stands still then, and a list would outlive its end by the sleep.</summary>
public sealed partial class BootTime : TimeProvider
{
    private const int ClockBootTime = 7;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private BootTime()
    {
    }

    /// <summary>The one instance; on a system without that counter, the system's own.</summary>
    public static TimeProvider Instance { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess ? new BootTime() : System;

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        // Cannot fail: the clock is there since Linux 2.6.39.
        if (GetTime(ClockBootTime, out var at) != 0) throw new InvalidOperationException("There is no CLOCK_BOOTTIME.");
        return at.Seconds * NanosecondsPerSecond + at.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
