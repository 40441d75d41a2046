using System.Runtime.InteropServices;

namespace Signpost.Cli.Processes;

/// <summary>The one system call .NET has no name for.</summary>
internal static partial class Libc
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    /// <summary>Signals a process, or with a negative number a process group. False when there is none left.</summary>
    public static bool Signal(int pid, int signal) => Kill(pid, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
