using System.Runtime.InteropServices;

namespace Signpost.Edge.Appliance;

/// <summary>Keeps the process's memory to itself: no core dump, no debugger of another user. What passes through it is faces.</summary>
internal static partial class ProcessGuard
{
    private const int SetDumpable = 4; // PR_SET_DUMPABLE, prctl(2)

    public static void Apply()
    {
        if (OperatingSystem.IsLinux()) _ = Prctl(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint argument, nuint unused3, nuint unused4, nuint unused5);
}
