namespace Signpost.Recognition.Tests;

/// <summary>A copy of the default pack that a test may spoil.</summary>
internal sealed class PackCopy : IDisposable
{
    public PackCopy()
    {
        foreach (string file in System.IO.Directory.EnumerateFiles(Repository.PackDirectory))
            File.Copy(file, Path.Combine(Directory, Path.GetFileName(file)));
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("signpost-pack-").FullName;

    public string PathOf(string file) => Path.Combine(Directory, file);

    public void Change(Func<PackManifest, PackManifest> change) =>
        File.WriteAllBytes(PathOf(ModelPack.ManifestFile), change(Repository.DefaultPack.Manifest).ToUtf8());

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
