using Signpost.ModelTools.Onnx;
using Signpost.Recognition;

namespace Signpost.ModelTools.Packing;

/// <summary>Puts another ONNX model in the place of one of a pack's. When it returns the new pack is complete; if it fails there is none.</summary>
internal static class ModelImport
{
    /// <param name="pack">The pack to start from; it stays as it is.</param>
    /// <param name="file">The ONNX file.</param>
    /// <param name="role">One of <see cref="Roles.All"/>.</param>
    /// <param name="name">Of the new pack.</param>
    /// <param name="target">The new pack's folder; must not exist.</param>
    /// <exception cref="PackException">The model does not fit the role: says what was found and what was expected.</exception>
    /// <exception cref="RewriteException">The file is no ONNX model.</exception>
    public static ModelPack Run(ModelPack pack, string file, string role, string name, string target)
    {
        if (Directory.Exists(target))
            throw new PackException($"{target}: is there already, expected a new folder");
        byte[] model = PackRecipe.ReadFile(file);
        PackManifest manifest = Describe(pack.Manifest, role, model, Path.GetFileName(file)) with { Name = name };
        Directory.CreateDirectory(target);
        try
        {
            foreach (string kept in pack.Manifest.Files.Select(kept => kept.File).Append(pack.Manifest.ModelCard))
                File.Copy(Path.Combine(pack.Directory, kept), Path.Combine(target, kept));
            File.Delete(Path.Combine(target, Roles.FileOf(pack.Manifest, role).File));
            File.WriteAllBytes(Path.Combine(target, Roles.FileOf(manifest, role).File), model);
            PackBuilder.PinAnswers(target, manifest);
            return ModelPack.Load(target);
        }
        catch
        {
            Directory.Delete(target, recursive: true);
            throw;
        }
    }

    private static PackManifest Describe(PackManifest manifest, string role, byte[] model, string source)
    {
        GraphProto graph = GraphRewriter.Parse(model).Graph;
        string hash = PackRecipe.Hash(model);
        manifest = Roles.With(manifest, role, new ModelFile($"{role}.onnx", hash, source, hash, []));
        if (role != Roles.Extractor)
            return manifest;
        // The only number that a recogniser is free to choose.
        long[] shape = graph.Output.Count == 1 ? [.. graph.Output[0].Type?.TensorType?.Shape?.Dim.Select(dimension => dimension.DimValue) ?? []] : [];
        return shape is [1, > 0 and <= 4096]
            ? manifest with { Extractor = manifest.Extractor with { TemplateLength = (int)shape[1] } }
            : throw new PackException($"{source}: has {graph.Output.Count} outputs, the first of shape [{string.Join(", ", shape)}], expected one of shape [1, 1 to 4096]");
    }
}
