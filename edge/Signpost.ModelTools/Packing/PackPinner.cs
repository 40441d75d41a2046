using Signpost.Recognition;

namespace Signpost.ModelTools.Packing;

/// <summary>
/// Writes what a manifest pins (hashes of the source files and of the made ones, answers of the self-test) after its other
/// fields were changed on purpose.
/// </summary>
internal static class PackPinner
{
    /// <param name="package">Folder of the unpacked source package.</param>
    /// <param name="manifestFile">The manifest to rewrite, with the model card beside it.</param>
    public static void Pin(string package, string manifestFile)
    {
        PackManifest manifest = PackManifest.Parse(PackBuilder.ReadFile(manifestFile), manifestFile);
        string scratch = Directory.CreateTempSubdirectory("signpost-pin-").FullName;
        try
        {
            manifest = manifest with
            {
                Detector = manifest.Detector with { Model = PinFile(manifest.Detector.Model) },
                Landmarks = manifest.Landmarks with { Model = PinFile(manifest.Landmarks.Model) },
                Extractor = manifest.Extractor with { Model = PinFile(manifest.Extractor.Model) },
            };
            File.WriteAllBytes(Path.Combine(scratch, ModelPack.ManifestFile), manifest.ToUtf8());
            manifest = PackSelfTest.Record(ModelPack.Load(scratch));
            File.WriteAllBytes(manifestFile, manifest.ToUtf8());
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        ModelFile PinFile(ModelFile file)
        {
            file = file with { SourceSha256 = PackBuilder.Hash(PackBuilder.ReadFile(Path.Combine(package, file.SourcePath))) };
            byte[] model = PackBuilder.Make(package, file, manifest);
            File.WriteAllBytes(Path.Combine(scratch, file.File), model);
            return file with { Sha256 = PackBuilder.Hash(model) };
        }
    }
}
