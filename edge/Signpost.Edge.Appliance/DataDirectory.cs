namespace Signpost.Edge.Appliance;

/// <summary>The folder that holds the unit's state: for the owner alone, and for one process at a time.</summary>
internal static class DataDirectory
{
    private const string LockFile = "lock";

    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"dataDirectory '{path}' cannot be made: {failure.Message}", failure);
        }
    }

    /// <summary>Where the ciphertexts lie.</summary>
    public static string Bundles(string path) => Path.Combine(path, Watchlists.BundleStore.Folder);

    /// <summary>Holds the folder until disposed, or until the process dies.</summary>
    /// <exception cref="UsageException">Another process holds it.</exception>
    public static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new UsageException($"dataDirectory '{path}' is in use by another unit process; stop that one first.", failure);
        }
    }

    public static bool IsHeld(string path)
    {
        if (!File.Exists(Path.Combine(path, LockFile))) return false;
        try
        {
            Hold(path).Dispose();
            return false;
        }
        catch (UsageException)
        {
            return true;
        }
    }
}
