using System.Security.Cryptography;
using Signpost.ModelTools.Onnx;
using Signpost.ModelTools.Quantisation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Packing;

/// <summary>A manifest, the package that its models come from, and the calibrations beside it: all that a pack is made of.</summary>
internal sealed class PackRecipe
{
    private readonly string _package;
    private readonly Dictionary<string, Calibration> _calibrations = [];

    /// <param name="package">Folder of the unpacked source package.</param>
    /// <param name="manifestFile">The manifest, with the model card and the calibrations beside it.</param>
    /// <exception cref="PackException">The manifest cannot be read or breaks a rule.</exception>
    public PackRecipe(string package, string manifestFile)
    {
        _package = package;
        ManifestFile = manifestFile;
        Manifest = PackManifest.Parse(ReadFile(manifestFile), manifestFile);
    }

    public string ManifestFile { get; }

    public PackManifest Manifest { get; }

    /// <summary>The model as the package has it.</summary>
    /// <exception cref="PackException">The source file is missing or another.</exception>
    public byte[] Source(string role)
    {
        ModelFile file = Roles.FileOf(Manifest, role);
        string path = Path.Combine(_package, file.SourcePath);
        byte[] source = ReadFile(path);
        string found = Hash(source);
        return found == file.SourceSha256 ? source : throw new PackException($"{path}: SHA-256 is {found}, expected {file.SourceSha256}");
    }

    /// <summary>The pack's model: rewritten, and quantised where the manifest says so.</summary>
    /// <exception cref="PackException">A file is missing or another.</exception>
    /// <exception cref="RewriteException">A rewrite does not fit.</exception>
    public byte[] Make(string role)
    {
        ModelFile file = Roles.FileOf(Manifest, role);
        if (file.Quantisation is not { } quantisation)
            return MakeFloat(role);
        ModelCalibration calibration = CalibrationOf(role);
        return GraphRewriter.Quantise(GraphRewriter.Apply(Source(role), file.Rewrites, Manifest, calibration), calibration, quantisation.FloatLayers);
    }

    /// <summary>The model rewritten and not quantised.</summary>
    public byte[] MakeFloat(string role, ModelCalibration? calibration = null) =>
        GraphRewriter.Apply(Source(role), Roles.FileOf(Manifest, role).Rewrites, Manifest, calibration);

    /// <summary>The model with the rewrites before this one, or null if it is not among them.</summary>
    public byte[]? MakeUpTo(string role, string rewrite)
    {
        ModelFile file = Roles.FileOf(Manifest, role);
        return file.Rewrites.Contains(rewrite)
            ? GraphRewriter.Apply(Source(role), [.. file.Rewrites.TakeWhile(name => name != rewrite)], Manifest)
            : null;
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <exception cref="PackException">Missing or unreadable.</exception>
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

    /// <summary>The numbers of a model that the manifest quantises.</summary>
    /// <exception cref="PackException">The manifest does not quantise it, or the calibration is missing, broken or of other models.</exception>
    public ModelCalibration CalibrationOf(string role)
    {
        if (Roles.FileOf(Manifest, role).Quantisation is not { } quantisation)
            throw new PackException($"{ManifestFile}: does not quantise the {role}");
        string path = Path.Combine(Path.GetDirectoryName(ManifestFile)!, quantisation.Calibration);
        if (!_calibrations.TryGetValue(path, out Calibration? calibration))
            _calibrations.Add(path, calibration = Calibration.Parse(ReadFile(path), path));
        return calibration.Models.TryGetValue(role, out ModelCalibration? model)
            ? model
            : throw new PackException($"{path}: has models {string.Join(", ", calibration.Models.Keys)}, expected '{role}': run 'calibrate' again");
    }
}
