using System.CommandLine;
using System.Globalization;
using Signpost.ModelTools.Evaluation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate</c>: recognition accuracy, as figures without a name or a picture.</summary>
internal static class EvaluateCommand
{
    private static readonly float[] Thresholds = [0.30f, 0.35f, 0.40f, 0.45f, 0.50f, 0.55f, 0.60f];

    public static Command Create()
    {
        var pack = new Option<string>("--pack") { Description = "Folder of the pack.", Required = true };
        var data = new Option<string>("--data")
        {
            Description = "Folder of the evaluation data. Default: the environment's SIGNPOST_EVAL_DATA.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SIGNPOST_EVAL_DATA") ?? "",
        };
        var sample = new Option<int>("--every") { Description = "Take only every n-th non-mated probe, for a quick look.", DefaultValueFactory = _ => 1 };
        var width = new Option<int>("--face-width") { Description = "Reduce the probes' faces to so many pixels of width; 0 leaves them." };
        var blur = new Option<int>("--blur") { Description = "3×3 means applied to reduced probes." };
        var noise = new Option<double>("--noise") { Description = "Standard deviation of the noise added to reduced probes." };
        var command = new Command("evaluate", "Measure a pack's recognition accuracy (open-set identification, ISO/IEC 19795-1) and print it as Markdown.")
        {
            pack, data, sample, width, blur, noise,
        };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(data)!;
            if (!Directory.Exists(Path.Combine(folder, "lfw-a")))
            {
                Console.Error.WriteLine($"'{folder}' holds no lfw-a folder: name the evaluation data by --data or SIGNPOST_EVAL_DATA");
                return 1;
            }
            Report(ModelPack.Load(parsed.GetValue(pack)!), folder, parsed.GetValue(sample), new Degradation(parsed.GetValue(width), parsed.GetValue(blur), parsed.GetValue(noise)));
            return 0;
        });
        return command;
    }

    private static void Report(ModelPack pack, string data, int every, Degradation degradation)
    {
        using var evaluator = new Evaluator(pack, degradation);
        string images = Path.Combine(data, "lfw-a", "images");
        var set = OpenSet.Read(Path.Combine(data, "lfw-a", "watchlist-100"), images, every);
        OpenSetScores single = evaluator.Images(set);
        Line($"Pack `{Convert.ToHexStringLower(pack.Digest.Span)[..16]}`; {evaluator.Pictures} pictures, no face found in {evaluator.WithoutFace}.");
        Line($"");
        Line($"| protocol | mated | non-mated | rank 1 | TPIR at FPIR 1 % | TPIR at FPIR 0.1 % | threshold at 1 % | at 0.1 % | highest non-mated |");
        Line($"|---|---|---|---|---|---|---|---|---|");
        Rates("100 entries, one image", single);
        OpenSetScores visits = evaluator.Visits(set, shots: 5);
        Rates("100 entries, a person's images averaged (up to 5)", visits);
        OpenSetScores pairs = evaluator.ShortLists(set, entries: 2);
        Rates("lists of 2 entries, one image", pairs);
        string faces = Path.Combine(data, "utkface-a", "images");
        OpenSetScores? others = Directory.Exists(faces)
            ? evaluator.ShortLists(set with { Mated = [], NonMated = [.. Directory.EnumerateFiles(faces).Order().Select(file => new Sample("", file))] }, entries: 2)
            : null;
        Line($"");
        Line($"| threshold | TPIR, 100 entries | FPIR, 100 entries | FPIR, 100 entries, averaged | TPIR, 2 entries | FPIR, 2 entries | FPIR, 2 entries, UTKFace |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (float t in Thresholds)
        {
            Line($"| {t:F2} | {single.TruePositiveRate(t):P2} | {single.FalsePositiveRate(t):P4} | {visits.FalsePositiveRate(t):P4} | {pairs.TruePositiveRate(t):P2} | {pairs.FalsePositiveRate(t):P5} | {others?.FalsePositiveRate(t):P5} |");
        }
    }

    private static void Rates(string name, OpenSetScores scores)
    {
        float one = scores.ThresholdFor(0.01), tenth = scores.ThresholdFor(0.001);
        Line($"| {name} | {scores.Mated} | {scores.NonMated} | {scores.FirstRankRate:F4} | {scores.TruePositiveRate(one):F4} | {scores.TruePositiveRate(tenth):F4} | {one:F3} | {tenth:F3} | {scores.NonMatedScores.First():F3} |");
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
