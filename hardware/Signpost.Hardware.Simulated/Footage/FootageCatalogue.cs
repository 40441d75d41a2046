using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Hardware.Simulated.Footage;

/// <summary>Where a face is in a picture, in pixels of the source, as the default detector draws it.</summary>
public sealed record FaceRectangle(double X, double Y, double Width, double Height);

/// <summary>An npm archive with footage. Its content stands in <c>&lt;media directory&gt;/&lt;name&gt;</c>.</summary>
/// <param name="Name">Name in the npm registry, and of the folder.</param>
/// <param name="Version">Pinned version.</param>
/// <param name="Sha256">SHA-256 of the archive, lower-case hexadecimal.</param>
/// <param name="Licence">SPDX identifier.</param>
public sealed record FootagePackage(string Name, string Version, string Sha256, string Licence);

/// <summary>A stretch of a video in which a face stays about where <paramref name="Face"/> says.</summary>
/// <param name="Package">Name of the package.</param>
/// <param name="File">Path inside it.</param>
/// <param name="FrameWidth">Width of the video in pixels.</param>
/// <param name="FrameHeight">Height of the video in pixels.</param>
/// <param name="Start">Seconds from the start of the file.</param>
/// <param name="Seconds">Length in seconds.</param>
/// <param name="Face">Where the face is.</param>
public sealed record FootageClip(
    string Package, string File, int FrameWidth, int FrameHeight, double Start, double Seconds, FaceRectangle Face);

/// <summary>A photograph for enrolment: a picture, or the frame of a video at <paramref name="Seconds"/>.</summary>
/// <param name="Package">Name of the package.</param>
/// <param name="File">Path inside it.</param>
/// <param name="Seconds">Which frame of a video, in seconds from its start; null for a picture.</param>
public sealed record EnrolmentPhoto(string Package, string File, double? Seconds);

/// <summary>Somebody who is enrolled in the demonstration, from other recordings than those shown.</summary>
public sealed record FootageActor(string Actor, string Footage, IReadOnlyList<FootageClip> Clips, IReadOnlyList<EnrolmentPhoto> Enrolment);

/// <summary>A portrait of somebody who is never enrolled.</summary>
public sealed record FootageStranger(string Footage, string Package, string File, FaceRectangle Face);

/// <summary>The facts of <c>footage.json</c>, which lies beside this project's sources and output and is embedded in its assembly.</summary>
public sealed record FootageCatalogue(
    IReadOnlyList<FootagePackage> Packages,
    IReadOnlyList<FootageActor> Actors,
    IReadOnlyList<FootageStranger> Strangers)
{
    private const string ResourceName = "footage.json";

    /// <summary>Reads the embedded copy.</summary>
    public static FootageCatalogue Load()
    {
        using var stream = typeof(FootageCatalogue).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {ResourceName}.");
        return JsonSerializer.Deserialize(stream, FootageJson.Default.FootageCatalogue)
            ?? throw new InvalidOperationException($"{ResourceName} is empty.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FootageCatalogue))]
internal sealed partial class FootageJson : JsonSerializerContext;
