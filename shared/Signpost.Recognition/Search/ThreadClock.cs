using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Signpost.Recognition;

/// <summary>Processor time of the calling thread, so that what other programs take does not count (POSIX clock_gettime, CLOCK_THREAD_CPUTIME_ID);
/// where there is no such clock, time.</summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    /// <summary>Microseconds since a fixed moment.</summary>
    public static double Microseconds =>
        OperatingSystem.IsLinux() && GetTime(ThreadProcessorTime, out Timespec time) == 0
            ? time.Seconds * 1e6 + time.Nanoseconds / 1e3
            : Stopwatch.GetElapsedTime(0).TotalMicroseconds;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
