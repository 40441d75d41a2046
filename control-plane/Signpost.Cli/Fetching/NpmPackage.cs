namespace Signpost.Cli.Fetching;

/// <summary>A package of the npm registry, pinned by version and by the SHA-256 of its archive.</summary>
/// <param name="Name">As the registry knows it, unscoped.</param>
/// <param name="Sha256">Of the archive, 64 lower-case hexadecimal digits.</param>
/// <param name="Files">Paths inside the archive's <c>package</c> folder that are unpacked; nothing else is.</param>
internal sealed record NpmPackage(string Name, string Version, string Sha256, IReadOnlyList<string> Files)
{
    public string ArchiveName => $"{Name}-{Version}.tgz";

    public override string ToString() => $"{Name}@{Version}";
}
