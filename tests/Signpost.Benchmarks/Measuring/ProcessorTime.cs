using System.Globalization;
using System.Runtime.InteropServices;

namespace Signpost.Benchmarks.Measuring;

/// <summary>Processor time as the kernel counts it: a busy machine does not lengthen it as it does the clock's.</summary>
internal static partial class ProcessorTime
{
    private const int ThreadClock = 3;
    private const int Children = -1;
    private const int TicksPerSecond = 100;

    /// <summary>Of the calling thread since it began.</summary>
    public static TimeSpan OfThisThread =>
        GetTime(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : throw new InvalidOperationException("The kernel keeps no clock for threads.");

    /// <summary>Of all processes that this one started and that have ended.</summary>
    public static TimeSpan OfEndedChildren
    {
        get
        {
            var usage = new long[18];
            return GetUsage(Children, usage) == 0
                ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3])
                : throw new InvalidOperationException("The kernel does not tell what children used.");
        }
    }

    /// <summary>Of a running process; zero when it is gone.</summary>
    public static TimeSpan Of(int process)
    {
        try
        {
            // After the name, which may hold anything, in brackets: state is field 3, user time 14, system time 15 (proc(5)).
            var facts = File.ReadAllText($"/proc/{process}/stat");
            var fields = facts[(facts.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out KernelTime time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, [Out] long[] usage);

    [StructLayout(LayoutKind.Sequential)]
    private struct KernelTime
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
