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
    /// <exception cref="IOException">The disk is full, or the directory is missing or not writable.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        path = Path.GetFullPath(path);
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        if (OperatingSystem.IsLinux()) FlushDirectory(Path.GetDirectoryName(path)!);
    }

    // A rename is durable when its directory is; the BCL opens no directories.
    private static void FlushDirectory(string directory)
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
