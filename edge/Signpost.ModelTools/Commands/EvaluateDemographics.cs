using System.CommandLine;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate demographics</c>: false matches group by group.</summary>
internal static class EvaluateDemographics
{
    public static Command Create()
    {
        Option<string> pack = EvaluateOptions.Pack();
        Option<string> data = EvaluateOptions.Data("utkface-a", "Folder with the pictures, or with them in images/.");
        var labels = new Option<string?>("--labels")
        {
            Description = "List that comes with the data: a line of column names ('file' first), then file TAB label …; default: labels.tsv in --data. Nothing is inferred.",
        };
        var by = new Option<string[]>("--by") { Description = "Columns to group by. Default: each of them, and those that are not numbers crossed.", AllowMultipleArgumentsPerToken = true };
        Option<string?> report = EvaluateOptions.Report();
        Option<int> seed = EvaluateOptions.Seed(), replicates = EvaluateOptions.Replicates();
        var command = new Command(
            "demographics", "False match rate within each labelled group at the thresholds of global FMR 1 % and 0.1 %, and the worst over the geometric mean.")
        {
            pack, data, labels, by, report, seed, replicates,
        };
        command.SetAction(parsed =>
        {
            string folder = EvaluateOptions.Folder(parsed.GetValue(data)!);
            LabelList list = LabelList.Read(parsed.GetValue(labels) ?? Path.Combine(folder, "labels.tsv"), Images(folder));
            var run = new DemographicRun(
                EvaluateOptions.Load(parsed.GetValue(pack)!), new Sampling(parsed.GetValue(replicates), parsed.GetValue(seed)), Progress.ToConsole());
            DemographicReport result = run.Measure(OpenSetReader.NameOf(folder), list, parsed.GetValue(by) ?? []);
            result.Print();
            ReportFile.Write(parsed.GetValue(report), result);
        });
        return command;
    }

    /// <summary>Where a data set has its pictures.</summary>
    public static string Images(string folder) => Path.Combine(folder, "images") is var images && Directory.Exists(images) ? images : folder;
}
