using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Signpost.Edge.Capture;

/// <summary>
/// Asks the kernel for more room in a pipe. With the usual 64 KiB a picture goes through in fifty pieces, each with a change of process; with a
/// mebibyte, the most that an ordinary user gets (<c>/proc/sys/fs/pipe-max-size</c>), in three.
/// </summary>
internal static partial class PipeRoom
{
    private const int SetPipeSize = 1031;
    private const int Bytes = 1 << 20;

    /// <summary>Widens the pipe; where that is refused (a user's pipes are limited in sum) it stays as it is and only costs more time.</summary>
    public static void Widen(Stream pipe)
    {
        if (OperatingSystem.IsLinux() && pipe is PipeStream { SafePipeHandle: { IsInvalid: false } handle }) _ = Control(handle, SetPipeSize, Bytes);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeHandle file, int command, nint argument);
}
