using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Recognition;

/// <summary>
/// What a model pack is, as written in its <c>manifest.json</c>: the files with their hashes and origin, and everything that has
/// to be known to feed them. The SHA-256 of this file is the pack's name wherever a template or an order says which pack it is for.
/// </summary>
/// <param name="Format"><see cref="CurrentFormat"/>.</param>
/// <param name="Name">Short name for people.</param>
/// <param name="Version">The pack's version.</param>
/// <param name="Licence">SPDX identifier of the models' licence.</param>
/// <param name="ModelCard">File beside the manifest that says what is known of the models, their training data too.</param>
/// <param name="Source">The package that the models were taken from.</param>
/// <param name="Detector">Finds faces in a frame.</param>
/// <param name="Landmarks">Finds 68 points in a face.</param>
/// <param name="Extractor">Makes the template of an aligned face.</param>
/// <param name="Scores">How templates are compared.</param>
public sealed record PackManifest(
    string Format,
    string Name,
    string Version,
    string Licence,
    string ModelCard,
    PackSource Source,
    DetectorModel Detector,
    LandmarkModel Landmarks,
    ExtractorModel Extractor,
    ScoreScale Scores)
{
    /// <summary>The only format there is so far.</summary>
    public const string CurrentFormat = "signpost-model-pack/2";

    /// <summary>The files of all models.</summary>
    [JsonIgnore]
    public IEnumerable<ModelFile> Files => [Detector.Model, Landmarks.Model, Extractor.Model];

    /// <summary>Reads and checks a manifest.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="name">What to call it in a message: its path.</param>
    /// <exception cref="PackException">Not well-formed, or it breaks a rule; all broken rules are named.</exception>
    public static PackManifest Parse(ReadOnlySpan<byte> utf8, string name)
    {
        PackManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(utf8, PackJson.Default.PackManifest)
                ?? throw new PackException($"{name}: is 'null', expected a manifest");
        }
        catch (JsonException e)
        {
            throw new PackException($"{name}: not a manifest ({e.Message})", e);
        }
        return ManifestRules.Check(manifest) is { Count: > 0 } faults
            ? throw new PackException($"{name}: {string.Join("; ", faults)}")
            : manifest;
    }

    /// <summary>The manifest as a file's bytes: indented JSON that ends in a line feed.</summary>
    public byte[] ToUtf8() => [.. JsonSerializer.SerializeToUtf8Bytes(this, PackJson.Default.PackManifest), (byte)'\n'];
}

/// <summary>An archive in a package registry.</summary>
/// <param name="Registry">Such as <c>npm</c>.</param>
/// <param name="Package">The package's name.</param>
/// <param name="Version">The package's exact version.</param>
/// <param name="ArchiveSha256">Of the archive as the registry serves it, lower-case hexadecimal.</param>
public sealed record PackSource(string Registry, string Package, string Version, string ArchiveSha256);

/// <summary>One model file of the pack.</summary>
/// <param name="File">Name beside the manifest.</param>
/// <param name="Sha256">Of that file, lower-case hexadecimal.</param>
/// <param name="SourcePath">Path in the source package.</param>
/// <param name="SourceSha256">Of the file at that path.</param>
/// <param name="Rewrites">Changes made to the source's graph, in order; none means a copy.</param>
/// <param name="Quantisation">How it was then made to compute in 8-bit integers; null for a float model.</param>
public sealed record ModelFile(
    string File, string Sha256, string SourcePath, string SourceSha256, IReadOnlyList<string> Rewrites, Quantisation? Quantisation = null);

/// <summary>Static 8-bit quantisation: symmetric weights, a scale an output channel; asymmetric activations, a scale a value.</summary>
/// <param name="Calibration">File beside the manifest that holds the ranges of the activations.</param>
/// <param name="FloatLayers">Outputs of the layers that stay in floats, because a measurement showed what they lose.</param>
public sealed record Quantisation(string Calibration, IReadOnlyList<string> FloatLayers);

/// <summary>How 8-bit pixels become a model's input: <c>(value − Mean) × Scale</c>, channel after channel (NCHW).</summary>
/// <param name="Width">Columns of the input.</param>
/// <param name="Height">Rows of the input.</param>
/// <param name="Channels">Order of the channels.</param>
/// <param name="Mean">Subtracted first.</param>
/// <param name="Scale">Multiplied then.</param>
public sealed record ModelInput(int Width, int Height, ChannelOrder Channels, float Mean, float Scale);

/// <summary>Channels of a model's input.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>One: 0.299 red + 0.587 green + 0.114 blue.</summary>
    Grey,
}

/// <summary>How a picture is put into the detector's input.</summary>
public enum FrameFit
{
    /// <summary>Width and height scaled apart, so that the picture fills the input.</summary>
    Stretch,

    /// <summary>One scale, at most 1; what is left over is filled with the mean value.</summary>
    Letterbox,
}

/// <summary>A single-shot detector in the manner of UltraFace, cut before its decoding, so that its input may have any size.</summary>
/// <param name="Model">The file. Outputs <c>scores</c> [1, n, 2] (the second is the face) and <c>offsets</c> [1, n, 4].</param>
/// <param name="Input">What it is fed.</param>
/// <param name="Fit">How the picture is put there.</param>
/// <param name="Anchors">A level per stride, in the order of the outputs.</param>
/// <param name="CentreVariance">Factor of the centre's offset.</param>
/// <param name="SizeVariance">Factor of the size's offset.</param>
/// <param name="Confidence">Faces below are not reported, 0 to 1.</param>
/// <param name="Overlap">Of two boxes that overlap more (intersection over union) the less confident goes, 0 to 1.</param>
/// <param name="SelfTest">What it answered to the synthetic input.</param>
public sealed record DetectorModel(
    ModelFile Model,
    ModelInput Input,
    FrameFit Fit,
    IReadOnlyList<AnchorLevel> Anchors,
    float CentreVariance,
    float SizeVariance,
    float Confidence,
    float Overlap,
    GoldenOutput SelfTest);

/// <summary>The anchors of one feature map.</summary>
/// <param name="Stride">Input pixels from a cell to the next.</param>
/// <param name="Sizes">Sides of the square anchors of each cell, in input pixels.</param>
public sealed record AnchorLevel(int Stride, IReadOnlyList<float> Sizes);

/// <summary>A regression of 68 points.</summary>
/// <param name="Model">The file. Output: 136 values, x and y in turn, as fractions of the crop.</param>
/// <param name="Input">What it is fed.</param>
/// <param name="CropScale">Side of the square crop, centred on the box, as a multiple of the box's height.</param>
/// <param name="SelfTest">What it answered to the synthetic input.</param>
public sealed record LandmarkModel(ModelFile Model, ModelInput Input, float CropScale, GoldenOutput SelfTest);

/// <summary>A template extractor.</summary>
/// <param name="Model">The file. Output: <paramref name="TemplateLength"/> values of any scale.</param>
/// <param name="Input">What it is fed: a face aligned by five points.</param>
/// <param name="TemplateLength">Values in a template.</param>
/// <param name="SelfTest">What it answered to the synthetic input.</param>
public sealed record ExtractorModel(ModelFile Model, ModelInput Input, int TemplateLength, GoldenOutput SelfTest);

/// <summary>Comparison scores of this pack.</summary>
/// <param name="Kind"><c>cosine</c>.</param>
/// <param name="DemonstrationThreshold">
/// The threshold that the demonstration's order asks for, fixed beforehand by measurement (docs/results/threshold.md). An order
/// carries its own; nothing reads this one at run time to decide on a match.
/// </param>
public sealed record ScoreScale(string Kind, float DemonstrationThreshold);

/// <summary>Recorded answer to the synthetic input of the self-test.</summary>
/// <param name="Values">Evenly spaced values of the model's outputs, one after another.</param>
/// <param name="Tolerance">Largest difference allowed in any of them.</param>
public sealed record GoldenOutput(IReadOnlyList<float> Values, float Tolerance);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(PackManifest))]
internal sealed partial class PackJson : JsonSerializerContext;
