using Signpost.Recognition;

namespace Signpost.ModelTools.Packing;

/// <summary>The models of a pack by the names that the manifest gives them.</summary>
internal static class Roles
{
    public const string Detector = "detector", Landmarks = "landmarks", Extractor = "extractor";

    public static IReadOnlyList<string> All { get; } = [Detector, Landmarks, Extractor];

    public static ModelFile FileOf(PackManifest manifest, string role) => role switch
    {
        Detector => manifest.Detector.Model,
        Landmarks => manifest.Landmarks.Model,
        Extractor => manifest.Extractor.Model,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static ModelInput InputOf(PackManifest manifest, string role) => role switch
    {
        Detector => manifest.Detector.Input,
        Landmarks => manifest.Landmarks.Input,
        Extractor => manifest.Extractor.Input,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The manifest with another file for the role.</summary>
    public static PackManifest With(PackManifest manifest, string role, ModelFile file) => role switch
    {
        Detector => manifest with { Detector = manifest.Detector with { Model = file } },
        Landmarks => manifest with { Landmarks = manifest.Landmarks with { Model = file } },
        Extractor => manifest with { Extractor = manifest.Extractor with { Model = file } },
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
