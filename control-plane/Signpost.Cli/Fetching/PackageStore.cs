namespace Signpost.Cli.Fetching;

/// <summary>
/// Packages on this machine. What is unpacked under its final name is complete and was checked: archives and folders are made under
/// another name and renamed. A package that is unpacked is never fetched or read again.
/// </summary>
internal sealed class PackageStore(SignpostHome home, INpmClient npm, Action<string> say)
{
    private const string StampFile = ".sha256";

    /// <summary>Makes sure of every package; says what it fetches.</summary>
    /// <exception cref="SetUpException">No npm, no network, a wrong hash, a full disk.</exception>
    public async Task EnsureAsync(IEnumerable<NpmPackage> packages, CancellationToken stopping)
    {
        foreach (var package in packages)
        {
            if (IsUnpacked(package)) continue;
            var archive = await FetchAsync(package, stopping);
            await UnpackAsync(package, archive, stopping);
        }
    }

    public string FolderOf(NpmPackage package) => Path.Combine(home.Media, package.Name);

    private bool IsUnpacked(NpmPackage package)
    {
        var stamp = Path.Combine(FolderOf(package), StampFile);
        return File.Exists(stamp) && File.ReadAllText(stamp) == StampOf(package);
    }

    // The list of files is part of it: a later version of this program may want more of the same archive.
    private static string StampOf(NpmPackage package) => string.Join('\n', [package.Sha256, .. package.Files]);

    private async Task<string> FetchAsync(NpmPackage package, CancellationToken stopping)
    {
        var archive = Path.Combine(home.Cache, package.ArchiveName);
        if (File.Exists(archive) && await PackageArchive.HashAsync(archive, stopping) == package.Sha256) return archive;

        say($"fetching {package} with npm");
        var incoming = Path.Combine(home.Cache, $".incoming-{Guid.NewGuid():n}");
        Directory.CreateDirectory(incoming);
        try
        {
            await npm.PackAsync(package, incoming, stopping);
            var fetched = Path.Combine(incoming, package.ArchiveName);
            if (!File.Exists(fetched)) throw new SetUpException($"npm reported success for {package} and left no archive {package.ArchiveName}: update npm and run this again.");
            var found = await PackageArchive.HashAsync(fetched, stopping);
            if (found != package.Sha256)
            {
                throw new SetUpException(
                    $"The archive of {package} is not the one that was reviewed and is refused: SHA-256 expected {package.Sha256}, found {found}. Check the npm registry in use (npm config get registry).");
            }
            File.Move(fetched, archive, overwrite: true);
            return archive;
        }
        finally
        {
            Directory.Delete(incoming, recursive: true);
        }
    }

    private async Task UnpackAsync(NpmPackage package, string archive, CancellationToken stopping)
    {
        var folder = FolderOf(package);
        var partial = Path.Combine(home.Media, $".partial-{Guid.NewGuid():n}");
        Directory.CreateDirectory(partial);
        try
        {
            await using (var file = File.OpenRead(archive))
            {
                await PackageArchive.ExtractAsync(file, partial, package.Files, stopping);
            }
            await File.WriteAllTextAsync(Path.Combine(partial, StampFile), StampOf(package), stopping);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.Move(partial, folder);
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }
    }
}
