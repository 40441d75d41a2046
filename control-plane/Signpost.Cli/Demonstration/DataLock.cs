namespace Signpost.Cli.Demonstration;

/// <summary>One run at a time for one data folder; the kernel lets go of it when the process ends, however it ends.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <exception cref="SetUpException">Another run holds it.</exception>
    public static DataLock Take(DataFolder data)
    {
        try
        {
            return new(new FileStream(Path.Combine(data.Root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new SetUpException($"Another 'signpost up' is running on {data.Root}. Stop it, or name another folder with --data DIR.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
