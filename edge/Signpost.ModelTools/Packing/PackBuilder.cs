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

    /// <param name="recipe">What to make.</param>
    /// <param name="target">The pack's folder.</param>
    /// <param name="say">Told of progress.</param>
    /// <exception cref="PackException">A file is missing, or is not the one that the manifest names.</exception>
    /// <exception cref="RewriteException">A rewrite does not fit its model.</exception>
    public static void Build(PackRecipe recipe, string target, Action<string> say)
    {
        Stage(recipe.ManifestFile, recipe.Manifest, target, staging =>
        {
            foreach (string role in Roles.All)
            {
                ModelFile file = Roles.FileOf(recipe.Manifest, role);
                say($"{file.File}: from {file.SourcePath}");
                byte[] model = recipe.Make(role);
                string found = PackRecipe.Hash(model);
                if (found != file.Sha256)
                    throw new PackException($"{file.File}: made with SHA-256 {found}, expected {file.Sha256}");
                File.WriteAllBytes(Path.Combine(staging, file.File), model);
            }
            // Byte for byte: the manifest's own hash is the pack's identity.
            File.WriteAllBytes(Path.Combine(staging, ModelPack.ManifestFile), PackRecipe.ReadFile(recipe.ManifestFile));
        });
    }

    /// <summary>The same pack with nothing quantised, to compare with: its hashes and answers are this machine's, not pinned ones.</summary>
    /// <exception cref="PackException">A file is missing, or is not the one that the manifest names.</exception>
    public static void BuildFloat(PackRecipe recipe, string target, Action<string> say) =>
        Stage(recipe.ManifestFile, recipe.Manifest, target, staging => WriteFloat(recipe, staging, say));

    /// <summary>Writes the models and the manifest of a float pack into a folder.</summary>
    public static void WriteFloat(PackRecipe recipe, string folder, Action<string> say)
    {
        PackManifest manifest = recipe.Manifest with { Name = recipe.Manifest.Name + "-float" };
        foreach (string role in Roles.All)
        {
            ModelFile file = Roles.FileOf(manifest, role);
            byte[] model = recipe.MakeFloat(role);
            file = file with { File = $"{role}.onnx", Sha256 = PackRecipe.Hash(model), Quantisation = null };
            say($"{file.File}: from {file.SourcePath}");
            File.WriteAllBytes(Path.Combine(folder, file.File), model);
            manifest = Roles.With(manifest, role, file);
        }
        PinAnswers(folder, manifest);
    }

    /// <summary>Writes a manifest with the self-test's answers of this machine beside the models.</summary>
    public static PackManifest PinAnswers(string folder, PackManifest manifest)
    {
        string path = Path.Combine(folder, ModelPack.ManifestFile);
        File.WriteAllBytes(path, manifest.ToUtf8());
        manifest = PackSelfTest.Record(ModelPack.Load(folder));
        File.WriteAllBytes(path, manifest.ToUtf8());
        return manifest;
    }

    private static void Stage(string manifestFile, PackManifest manifest, string target, Action<string> write)
    {
        string staging = target.TrimEnd(Path.DirectorySeparatorChar) + ".new";
        RemoveFolder(staging);
        Directory.CreateDirectory(staging);
        try
        {
            write(staging);
            File.WriteAllBytes(
                Path.Combine(staging, manifest.ModelCard), PackRecipe.ReadFile(Path.Combine(Path.GetDirectoryName(manifestFile)!, manifest.ModelCard)));
            ModelPack.Load(staging);
            RemoveFolder(target);
            Directory.Move(staging, target);
        }
        finally
        {
            RemoveFolder(staging);
        }
    }

    private static void RemoveFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
