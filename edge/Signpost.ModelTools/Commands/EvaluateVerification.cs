using System.CommandLine;
using Signpost.ModelTools.Evaluation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate verification</c>: 1:1.</summary>
internal static class EvaluateVerification
{
    public static Command Create()
    {
        Option<string> pack = EvaluateOptions.Pack();
        Option<string> data = EvaluateOptions.Data("lfw-a", "Folder with pairs.txt (file TAB file TAB 1 or 0) and images/.");
        var folds = new Option<int>("--folds") { Description = "Folds over which the threshold is found and applied; 1: the same pairs.", DefaultValueFactory = _ => 10 };
        folds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--folds is at least 1");
        });
        Option<string?> report = EvaluateOptions.Report();
        var command = new Command("verification", "1:1: false match and false non-match rates, equal error rate, accuracy over folds; printed as Markdown.")
        {
            pack, data, folds, report,
        };
        command.SetAction(parsed =>
        {
            string folder = EvaluateOptions.Folder(parsed.GetValue(data)!);
            IReadOnlyList<Pair> pairs = PairList.Read(folder);
            ModelPack loaded = EvaluateOptions.Load(parsed.GetValue(pack)!);
            using var faces = new FaceStore(loaded, Degradation.None);
            faces.Load(pairs.SelectMany(pair => new[] { pair.First, pair.Second }), Progress.ToConsole());
            var result = VerificationReport.Of(
                loaded, OpenSetReader.NameOf(folder), faces, VerificationReport.Score(pairs, faces, TemplateRule.InUse), parsed.GetValue(folds));
            result.Print();
            ReportFile.Write(parsed.GetValue(report), result);
        });
        return command;
    }
}
