using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Cli.Reporting;

/// <summary>What the simulated camera wrote beside its frames: who walked through, and when.</summary>
internal sealed record SceneTruth(int UnitIndex, int Seed, DateTimeOffset StartedAt, IReadOnlyList<SceneVisit> Visits)
{
    /// <summary>Null while there is none: the camera has not started, or it is a real one.</summary>
    /// <exception cref="SetUpException">The file is not what the simulated camera writes.</exception>
    public static SceneTruth? Read(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), SceneTruthJson.Default.SceneTruth);
        }
        catch (JsonException e)
        {
            throw new SetUpException($"{file} is not the truth of a simulated scene: {e.Message}", e);
        }
    }

    /// <summary>
    /// The visits at wall-clock times. A scene tells what it is going to show; when the camera starts anew there is another scene, and what
    /// the one before it had not shown to the end by then never happened.
    /// </summary>
    public static IEnumerable<Visit> VisitsOf(string unit, IEnumerable<SceneTruth> scenes)
    {
        var inOrder = scenes.OrderBy(s => s.StartedAt).ToArray();
        for (var i = 0; i < inOrder.Length; i++)
        {
            var end = i + 1 < inOrder.Length ? inOrder[i + 1].StartedAt : DateTimeOffset.MaxValue;
            foreach (var visit in inOrder[i].VisitsOf(unit).Where(v => v.EntersAt < end))
            {
                yield return visit with { LeavesAt = visit.LeavesAt < end ? visit.LeavesAt : end };
            }
        }
    }

    private IEnumerable<Visit> VisitsOf(string unit) =>
        Visits.Select(v => new Visit(unit, v.Actor, v.Enrollable, StartedAt.AddSeconds(v.EntersAt), StartedAt.AddSeconds(v.LeavesAt)));
}

/// <param name="EntersAt">Seconds after the scene's start.</param>
internal sealed record SceneVisit(int Visit, string Actor, string Footage, bool Enrollable, double EntersAt, double LeavesAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SceneTruth))]
internal sealed partial class SceneTruthJson : JsonSerializerContext;
