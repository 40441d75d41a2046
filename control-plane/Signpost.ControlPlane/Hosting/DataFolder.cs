using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>The data directory, claimed by this process: a second control plane on it would be a second writer of its keys.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream claim;

    private DataFolder(FileStream claim) => this.claim = claim;

    /// <exception cref="StartException">It cannot be made or written, or another process has it.</exception>
    public static DataFolder Claim(ControlPlaneSettings settings)
    {
        try
        {
            foreach (var directory in new[] { settings.DataDirectory, settings.PkiDirectory, settings.KeysDirectory, Path.Combine(settings.KeysDirectory, "sign-in") })
                Make(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data directory {settings.DataDirectory} cannot be written: {OneLine.Of(e)} Give the control plane's user the right to it, or name another.", e);
        }

        try
        {
            var claim = new FileStream(Path.Combine(settings.DataDirectory, "claim"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.Delete(settings.ReadyFile);
            if (settings.StorageProvider == ControlPlaneSettings.Sqlite) Protect(settings.DatabaseFile);
            return new DataFolder(claim);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartException($"The data directory {settings.DataDirectory} cannot be written. Give the control plane's user the right to it, or name another.", e);
        }
        catch (IOException e)
        {
            throw new StartException($"The data directory {settings.DataDirectory} is in use by another control plane, or cannot be written: {OneLine.Of(e)}", e);
        }
    }

    public void Dispose() => claim.Dispose();

    // SQLite gives its journal the mode of the database file; it is ours alone from its first byte.
    private static void Protect(string database)
    {
        if (OperatingSystem.IsWindows()) return;
        if (!File.Exists(database)) AtomicFile.Write(database, [], AtomicFile.OwnerOnly);
        else File.SetUnixFileMode(database, AtomicFile.OwnerOnly);
    }

    private static void Make(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
