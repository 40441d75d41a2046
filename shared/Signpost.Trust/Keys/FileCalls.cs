namespace Signpost.Trust;

/// <summary>The file calls that durable state is made of, one method a call. There is one set of them, the operating system's; tests put their own in its
/// place, which end the program at any one.</summary>
public class FileCalls
{
    /// <summary>For derived ones.</summary>
    protected FileCalls()
    {
    }

    /// <summary>The operating system's.</summary>
    public static FileCalls Real { get; } = new();

    /// <summary>Whether a file is there.</summary>
    public virtual bool Exists(string path) => File.Exists(path);

    /// <summary>Names of the files in a directory that match, or none when it is not there.</summary>
    public virtual IReadOnlyList<string> List(string directory, string pattern) => Directory.Exists(directory) ? Directory.GetFiles(directory, pattern) : [];

    /// <summary>When a file was written last.</summary>
    public virtual DateTimeOffset WrittenAt(string path) => File.GetLastWriteTimeUtc(path);

    /// <summary>Makes a directory, unless it is there.</summary>
    public virtual void CreateDirectory(string path) => Directory.CreateDirectory(path);

    /// <summary>All of a file.</summary>
    public virtual byte[] Read(string path) => File.ReadAllBytes(path);

    /// <summary>A file that must not be there yet, to write.</summary>
    /// <param name="path">Which.</param>
    /// <param name="mode">From its first moment; the process's umask can only narrow it.</param>
    public virtual Stream Create(string path, UnixFileMode mode) => Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, mode);

    /// <summary>A file to read and write, for one process at a time; made for the owner alone when it is not there.</summary>
    public virtual Stream Open(string path) => Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, AtomicFile.OwnerOnly);

    /// <summary>A file that is there, to read.</summary>
    public virtual Stream OpenRead(string path) => Open(path, FileMode.Open, FileAccess.Read, FileShare.Read, mode: null);

    /// <summary>When this returns, what was written is on the disk. The name is not: <see cref="FlushDirectory"/>.</summary>
    /// <param name="file">From <see cref="Create"/> or <see cref="Open(string)"/>.</param>
    public virtual void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    /// <summary>Gives a file another name, in place of whatever has it.</summary>
    public virtual void Move(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Deletes a file, if it is there.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Deletes a directory that is empty.</summary>
    public virtual void DeleteDirectory(string path) => Directory.Delete(path);

    /// <summary>When this returns, the names in a directory are on the disk.</summary>
    public virtual void FlushDirectory(string path)
    {
        if (OperatingSystem.IsLinux()) AtomicFile.FlushDirectory(path);
    }

    private static FileStream Open(string path, FileMode how, FileAccess access, FileShare share, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = how, Access = access, Share = share, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows() && mode is not null) options.UnixCreateMode = mode;
        return new FileStream(path, options);
    }
}
