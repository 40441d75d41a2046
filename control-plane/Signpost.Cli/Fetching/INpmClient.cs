namespace Signpost.Cli.Fetching;

/// <summary>Brings one archive from the registry.</summary>
internal interface INpmClient
{
    /// <summary>Writes <see cref="NpmPackage.ArchiveName"/> into <paramref name="folder"/>; the content is not trusted yet.</summary>
    /// <exception cref="SetUpException">npm is missing, or it failed: the line says which.</exception>
    Task PackAsync(NpmPackage package, string folder, CancellationToken stopping);
}
