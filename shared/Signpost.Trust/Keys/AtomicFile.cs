using System.Runtime.InteropServices;

namespace Signpost.Trust;

/// <summary>Whole-file writes. When a call returns, the new content is on the disk under its name; whatever happens before that
/// (power cut, kill) leaves the old file or none, never half of one. A left-over ".new" file is overwritten by the next write.</summary>
public static partial class AtomicFile
{
    /// <summary>For the owner alone.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/>, replacing what is there.</summary>
    /// <param name="path">Where; the directory exists.</param>
    /// <param name="content">All of the file.</param>
    /// <param name="mode">The file's mode from its first moment; the process's umask can only narrow it.</param>
    /// <param name="files">The file calls; null: the operating system's.</param>
    /// <exception cref="IOException">The disk is full, or the directory is missing or not writable.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, FileCalls? files = null)
    {
        files ??= FileCalls.Real;
        path = Path.GetFullPath(path);
        var temporary = path + ".new";
        files.Delete(temporary);
        using (var file = files.Create(temporary, mode))
        {
            file.Write(content);
            files.Flush(file);
        }

        files.Move(temporary, path);
        files.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    // A rename is durable when its directory is; the BCL opens no directories.
    internal static void FlushDirectory(string directory)
    {
        var descriptor = Open(directory, 0);
        if (descriptor < 0) throw new IOException($"Cannot open directory '{directory}' to flush it (errno {Marshal.GetLastPInvokeError()}).");
        var failed = Fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (failed) throw new IOException($"Cannot flush directory '{directory}' (errno {error}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
