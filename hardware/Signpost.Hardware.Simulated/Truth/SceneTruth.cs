using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Hardware.Simulated.Truth;

/// <summary>
/// What a simulated scene shows, for checking alerts against. A camera writes it as JSON when it starts and again every half minute,
/// always a minute and more ahead; a visit once written never changes. Each start of a camera writes a file of its own.
/// </summary>
/// <param name="UnitIndex">Which unit's scene.</param>
/// <param name="Seed">Which scene.</param>
/// <param name="StartedAt">Moment of scene time 0, UTC.</param>
/// <param name="FramesPerSecond">Pictures a second; picture n shows scene time n / this.</param>
/// <param name="Visits">In order of entrance; those that ended more than <see cref="Kept"/> ago are left out.</param>
public sealed record SceneTruth(int UnitIndex, int Seed, DateTimeOffset StartedAt, double FramesPerSecond, IReadOnlyList<TrueVisit> Visits)
{
    /// <summary>How long a visit stays in the file.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromHours(2);

    /// <summary>The file that a camera with this truth file, started at this moment, writes.</summary>
    /// <param name="truthFile">The configured path, for example <c>data/truth.json</c>.</param>
    /// <param name="startedAt">Start of the scene.</param>
    /// <returns>For example <c>data/truth-1790000000000.json</c>.</returns>
    public static string PathFor(string truthFile, DateTimeOffset startedAt)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(truthFile)}-{startedAt.ToUnixTimeMilliseconds()}{Path.GetExtension(truthFile)}");
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(truthFile))!, name);
    }

    /// <summary>Reads a truth file.</summary>
    /// <exception cref="JsonException">The file is not one.</exception>
    public static SceneTruth Read(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize(stream, TruthJson.Default.SceneTruth) ?? throw new JsonException($"{path} is empty.");
    }

    /// <summary>Writes the file whole or not at all: readers see the earlier or the new content.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".new";
        using (var stream = File.Create(temporary))
        {
            JsonSerializer.Serialize(stream, this, TruthJson.Default.SceneTruth);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>One walk through the scene.</summary>
/// <param name="Visit">Number, from 1.</param>
/// <param name="Actor">Who: <c>actor-01</c>, or <c>stranger-07</c>.</param>
/// <param name="Footage">Which footage is shown.</param>
/// <param name="Enrollable">Whether the demonstration enrols this person.</param>
/// <param name="EntersAt">Scene time in seconds from which the face is fully in view and at least 50 pixels wide.</param>
/// <param name="LeavesAt">Scene time in seconds until which it is.</param>
/// <param name="MinFaceWidth">Least width of the face's rectangle between the two, in pixels.</param>
/// <param name="MaxFaceWidth">Greatest width between the two, in pixels.</param>
/// <param name="Enter">Where the face is at <paramref name="EntersAt"/>.</param>
/// <param name="Leave">Where the face is at <paramref name="LeavesAt"/>; the way between is straight but for the bob of steps.</param>
public sealed record TrueVisit(
    int Visit,
    string Actor,
    string Footage,
    bool Enrollable,
    double EntersAt,
    double LeavesAt,
    double MinFaceWidth,
    double MaxFaceWidth,
    TruePlace Enter,
    TruePlace Leave);

/// <summary>A face in one picture: the visit's number and the face's rectangle, in pixels of the frame; it may lie outside.</summary>
public readonly record struct TrueFace(int Visit, float X, float Y, float Width, float Height);

/// <summary>Middle of a face's rectangle and its width, in pixels of the frame.</summary>
public sealed record TruePlace(double X, double Y, double Width);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SceneTruth))]
internal sealed partial class TruthJson : JsonSerializerContext;
