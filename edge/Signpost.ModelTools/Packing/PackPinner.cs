using Signpost.Recognition;

namespace Signpost.ModelTools.Packing;

/// <summary>
/// Writes what a manifest pins (hashes of the made files, answers of the self-test) after its other fields or its calibration were
/// changed on purpose.
/// </summary>
internal static class PackPinner
{
    /// <param name="recipe">Of the manifest to rewrite.</param>
    public static void Pin(PackRecipe recipe)
    {
        PackManifest manifest = recipe.Manifest;
        string scratch = Directory.CreateTempSubdirectory("signpost-pin-").FullName;
        try
        {
            foreach (string role in Roles.All)
            {
                ModelFile file = Roles.FileOf(manifest, role);
                byte[] model = recipe.Make(role);
                File.WriteAllBytes(Path.Combine(scratch, file.File), model);
                manifest = Roles.With(manifest, role, file with { Sha256 = PackRecipe.Hash(model) });
            }
            File.WriteAllBytes(recipe.ManifestFile, PackBuilder.PinAnswers(scratch, manifest).ToUtf8());
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
