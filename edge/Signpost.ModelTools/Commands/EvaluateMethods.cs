using System.CommandLine;
using Signpost.ModelTools.Evaluation;
using Signpost.Recognition;
using static Signpost.ModelTools.Evaluation.Table;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate methods</c>: which way of making templates and scores is better.</summary>
internal static class EvaluateMethods
{
    public static Command Create()
    {
        Option<string> pack = EvaluateOptions.Pack();
        Option<string> data = EvaluateOptions.Data("lfw-a", "As of identification.");
        Option<string?> report = EvaluateOptions.Report();
        Option<int> seed = EvaluateOptions.Seed(), replicates = EvaluateOptions.Replicates();
        var command = new Command(
            "methods",
            "Compare mirror averaging, shots a visit, quality weights and score normalisation on two halves of the people, split by a seeded hash.")
        {
            pack, data, report, seed, replicates,
        };
        command.SetAction(parsed =>
        {
            OpenSet set = OpenSetReader.Read(EvaluateOptions.Folder(parsed.GetValue(data)!), seed: parsed.GetValue(seed));
            ModelPack loaded = EvaluateOptions.Load(parsed.GetValue(pack)!);
            using var faces = new FaceStore(loaded, Degradation.None);
            faces.Load(set.Files, Progress.ToConsole());
            IReadOnlyList<MethodResult> results = new MethodStudy(faces, new Sampling(parsed.GetValue(replicates), parsed.GetValue(seed))).Run(set);
            Print(set, loaded, results);
            ReportFile.Write(parsed.GetValue(report), new { pack = MeasuredPack.Of(loaded), data = set.Name, seed = parsed.GetValue(seed), methods = results });
        });
        return command;
    }

    private static void Print(OpenSet set, ModelPack pack, IReadOnlyList<MethodResult> results)
    {
        Line($"Pack `{MeasuredPack.Of(pack).Digest[..16]}`; data {set.Name}; halves by a seeded hash of the person. Differences are paired, with 95 % intervals, people drawn again.");
        Line($"");
        Head("way", "half", "searches: mated, non-mated", "rank 1", "TPIR at FPIR 1 %", "difference", "TPIR at FPIR 0.3 %", "difference", "better on A, holds on B");
        foreach (MethodResult result in results)
        {
            foreach (HalfResult half in result.Halves)
            {
                string points = string.Join(" | ", half.Points.Select(point => FormattableString.Invariant(
                    $"{point.Tpir:F4} | {(result.Baseline is null ? "" : FormattableString.Invariant($"{point.Difference:+0.0000;-0.0000} ({point.DifferenceLow:+0.0000;-0.0000} to {point.DifferenceHigh:+0.0000;-0.0000})"))}")));
                Line($"| {(half.Half == "A" ? result.Method : "")} | {half.Half} | {half.MatedSearches}, {half.NonMatedSearches} | {half.Rank1:F4} | {points} | {(half.Half == "B" && result.Baseline is not null ? result.Holds ? "yes" : "no" : "")} |");
            }
        }
    }
}
