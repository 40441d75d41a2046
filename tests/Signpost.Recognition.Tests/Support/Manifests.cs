namespace Signpost.Recognition.Tests;

/// <summary>The committed manifest, and one that a test changes.</summary>
internal static class Manifests
{
    public static string DefaultFile => Path.Combine(Repository.Root, "edge", "models", "default", ModelPack.ManifestFile);

    public static PackManifest Default => PackManifest.Parse(File.ReadAllBytes(DefaultFile), DefaultFile);
}
