using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Signpost.Cli.Fetching;

/// <summary>The gzipped tar that the registry serves: everything stands below one top folder, <c>package</c> by custom.</summary>
internal static class PackageArchive
{
    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string archive, CancellationToken stopping)
    {
        await using var file = File.OpenRead(archive);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stopping));
    }

    /// <summary>
    /// Writes the wanted files below <paramref name="folder"/> and nothing else. Only plain files whose path is wanted word for word
    /// are taken, so an entry cannot name a place outside; one that tries is refused with the whole archive.
    /// </summary>
    /// <exception cref="SetUpException">A path climbs out, or a wanted file is not there.</exception>
    public static async Task ExtractAsync(Stream archive, string folder, IReadOnlyCollection<string> wanted, CancellationToken stopping)
    {
        var missing = new HashSet<string>(wanted, StringComparer.Ordinal);
        await using var unzipped = new GZipStream(archive, CompressionMode.Decompress);
        await using var tar = new TarReader(unzipped);
        while (await tar.GetNextEntryAsync(copyData: false, stopping) is { } entry)
        {
            if (Climbs(entry.Name)) throw new SetUpException($"The archive names a place outside its folder ('{entry.Name}') and was refused.");
            var path = BelowTopFolder(entry.Name);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !missing.Remove(path)) continue;
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
            if (entry.DataStream is { } content) await content.CopyToAsync(file, stopping);
        }
        if (missing.Count > 0) throw new SetUpException($"The archive lacks {string.Join(", ", missing.Order(StringComparer.Ordinal))}.");
    }

    private static bool Climbs(string name) =>
        name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains("..");

    private static string BelowTopFolder(string name) => name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? name[(slash + 1)..] : "";
}
