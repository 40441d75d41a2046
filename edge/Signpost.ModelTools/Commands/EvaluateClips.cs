using System.CommandLine;
using Signpost.ModelTools.Evaluation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate clips</c>: visits through the unit's own tracker.</summary>
internal static class EvaluateClips
{
    public static Command Create()
    {
        Option<string> pack = EvaluateOptions.Pack();
        Option<string> data = EvaluateOptions.Data("asl-a", "Folder with labels.tsv (clip TAB person) and clips/, one person in each.");
        var threshold = new Option<float?>("--threshold") { Description = "Of the order. Default: the manifest's for demonstrations." };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; in each another clip of everybody is enrolled.", DefaultValueFactory = _ => 2 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100)
                result.AddError("--rounds is 1 to 100");
        });
        Option<string?> report = EvaluateOptions.Report();
        var command = new Command(
            "clips", "Enrol one clip of each person, show the others to a unit's own tracker and visit code, and count visits matched, missed and false.")
        {
            pack, data, threshold, rounds, report,
        };
        command.SetAction(async (parsed, stopping) =>
        {
            string folder = EvaluateOptions.Folder(parsed.GetValue(data)!);
            IReadOnlyList<Sample> clips = ClipList.Read(folder);
            ModelPack loaded = EvaluateOptions.Load(parsed.GetValue(pack)!);
            var run = new ClipRun(
                loaded, parsed.GetValue(threshold) ?? loaded.Manifest.Scores.DemonstrationThreshold, parsed.GetValue(rounds), TimeProvider.System,
                Progress.ToConsole());
            ClipReport result = await run.MeasureAsync(OpenSetReader.NameOf(folder), clips, stopping).ConfigureAwait(false);
            result.Print();
            ReportFile.Write(parsed.GetValue(report), result);
        });
        return command;
    }
}
