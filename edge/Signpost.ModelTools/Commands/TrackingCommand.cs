using System.CommandLine;
using System.Globalization;
using Signpost.Edge.Tracking;
using Signpost.ModelTools.Evaluation.Tracking;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>tracking</c>: how well people are followed through a picture.</summary>
internal static class TrackingCommand
{
    private const double FramesPerSecond = 12.5;
    private const int CrowdSize = 30;

    public static Command Create()
    {
        var pack = new Option<string>("--pack") { Description = "Folder of the pack.", Required = true };
        var media = new Option<string>("--media") { Description = "Folder of the demonstration's footage: .signpost/media.", Required = true };
        var seeds = new Option<int>("--seeds") { Description = "Streets and crowds, each of another seed.", DefaultValueFactory = _ => 4 };
        var from = new Option<int>("--first-seed") { Description = "The first of them. The tracker's options were chosen on 1 to 4.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "Length of each.", DefaultValueFactory = _ => 120 };
        var command = new Command(
            "tracking", "Follow people through simulated streets and crowds of 30 with known truth, with the first tracker and the present one, and print it as Markdown.")
        {
            pack, media, seeds, from, seconds,
        };
        command.SetAction(parsed =>
        {
            var length = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            int[] all = [.. Enumerable.Range(parsed.GetValue(from), parsed.GetValue(seeds))];
            ModelPack models = ModelPack.Load(parsed.GetValue(pack)!);
            List<Recording> streets = [.. all.Select(seed => StreetRecording.Make(models, parsed.GetValue(media)!, seed, length, FramesPerSecond))];
            List<Recording> crowds = [.. all.Select(seed => CrowdRecording.Make(seed, CrowdSize, length, FramesPerSecond))];
            Line($"{all.Length} of each, {length.TotalSeconds:0} s at {FramesPerSecond} frames a second. Appearance, median cosine (5 % to 95 %): on the street {Alike(streets)}; in the crowd {Alike(crowds)}.");
            Line($"");
            Line($"| recording | tracker | people | faces found | identity switches | fragments | mixed tracks | ms a frame | of the first |");
            Line($"|---|---|---|---|---|---|---|---|---|");
            Rows("simulated street", streets);
            Rows($"crowd of {CrowdSize}", crowds);
        });
        return command;
    }

    private static void Rows(string name, List<Recording> recordings)
    {
        TrackingScore first = Row(name, "alpha-beta, greedy (first)", recordings, _ => new AlphaBetaTracker(), null);
        Row(name, "Kalman, optimal, no appearance", recordings, recording => new UnitTracker(recording, new TrackerOptions(), withAppearance: false), first);
        Row(name, "**Kalman, optimal, appearance (present)**", recordings, recording => new UnitTracker(recording, new TrackerOptions(), withAppearance: true), first);
    }

    private static TrackingScore Row(
        string name, string tracker, List<Recording> recordings, Func<Recording, ITrackerUnderTest> make, TrackingScore? first)
    {
        // Once for the compiler, once for the figures.
        foreach (Recording recording in recordings)
            new TrackingScore().Add(recording, make(recording));
        var score = new TrackingScore();
        foreach (Recording recording in recordings)
            score.Add(recording, make(recording));
        double ratio = score.MillisecondsAFrame / (first ?? score).MillisecondsAFrame;
        Line($"| {name} | {tracker} | {score.People} | {score.Faces} | {score.Switches} | {score.Fragments} | {score.Mixed} | {score.MillisecondsAFrame:F4} | {ratio:F2} |");
        return score;
    }

    // Median likeness of a person with the same a frame later, and of two people in one frame.
    private static string Alike(List<Recording> recordings)
    {
        List<float> same = [], different = [];
        foreach (Recording recording in recordings)
        {
            Dictionary<int, float[]> before = [];
            foreach (RecordedFrame frame in recording.Frames)
            {
                for (int face = 0; face < frame.Faces.Length; face++)
                {
                    if (frame.People[face] == 0)
                        continue;
                    float[] look = frame.Looks[(face * Appearance.Length)..((face + 1) * Appearance.Length)];
                    if (before.TryGetValue(frame.People[face], out float[]? earlier))
                        same.Add(Appearance.Compare(look, earlier));
                    before[frame.People[face]] = look;
                    for (int other = 0; other < face; other++)
                    {
                        if (frame.People[other] > 0)
                            different.Add(Appearance.Compare(look, frame.Looks.AsSpan(other * Appearance.Length, Appearance.Length)));
                    }
                }
            }
        }
        return string.Create(CultureInfo.InvariantCulture, $"the same person {Spread(same)}, two people {Spread(different)}");
    }

    private static string Spread(List<float> values)
    {
        values.Sort();
        return values.Count == 0
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{values[values.Count / 2]:F2} ({values[values.Count / 20]:F2} to {values[values.Count * 19 / 20]:F2})");
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
