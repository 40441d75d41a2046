using System.Security.Cryptography;

namespace Signpost.Recognition;

/// <summary>
/// A checked folder of models. Another pack is another folder, no other code. Holds no model in memory: each user of the pack
/// reads its file once more and checks it again, so a file that is swapped later is refused too.
/// </summary>
public sealed class ModelPack
{
    /// <summary>Name of the manifest in a pack's folder.</summary>
    public const string ManifestFile = "manifest.json";

    private ModelPack(string directory, PackManifest manifest, byte[] digest)
    {
        Directory = directory;
        Manifest = manifest;
        Digest = digest;
    }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>What the folder says it is.</summary>
    public PackManifest Manifest { get; }

    /// <summary>SHA-256 of the manifest's bytes, 32 bytes: through the hashes in it, the identity of the whole pack.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    /// <summary>Values in a template.</summary>
    public int TemplateLength => Manifest.Extractor.TemplateLength;

    /// <summary>Reads the manifest and checks every model's hash, inputs and outputs.</summary>
    /// <exception cref="PackException">The folder is not a usable pack; says what was found and what was expected.</exception>
    public static ModelPack Load(string directory)
    {
        string path = Path.Combine(directory, ManifestFile);
        byte[] bytes = PackDigests.Read(path);
        var pack = new ModelPack(directory, PackManifest.Parse(bytes, path), SHA256.HashData(bytes));
        // Whoever uses a model checks its hash and shapes: so opening each once is the check.
        using var detector = new FaceDetector(pack);
        using var landmarks = new LandmarkFinder(pack);
        using var extractor = new TemplateExtractor(pack);
        return pack;
    }

    /// <exception cref="PackException">The file is missing, altered or not the model that the manifest describes.</exception>
    internal ModelSession Open(ModelFile file, ModelInput input)
    {
        string path = Path.Combine(Directory, file.File);
        return ModelSession.Create(path, PackDigests.ReadChecked(path, file.Sha256), input);
    }
}
