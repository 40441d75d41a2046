using System.CommandLine;
using Signpost.ModelTools.Evaluation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>evaluate identification</c>: open-set 1:N.</summary>
internal static class EvaluateIdentification
{
    public static Command Create()
    {
        Option<string> pack = EvaluateOptions.Pack();
        var against = new Option<string?>("--against")
        {
            Description = "Another pack to compare with at equal FPIR, the same people drawn for both. Default: the default pack in single precision, if it was built; empty compares with none.",
            DefaultValueFactory = _ => EvaluateOptions.DefaultFloatPack,
        };
        Option<string> data = EvaluateOptions.Data("lfw-a", "Folder with gallery.txt, mated.txt, nonmated.txt and images/, or with a folder a person.");
        var list = new Option<string?>("--list") { Description = "Folder inside --data with other lists over the same images, as watchlist-100." };
        Option<string?> report = EvaluateOptions.Report();
        var picture = new Option<string?>("--picture") { Description = "Draw the DET curve and the scores' histogram into this HTML file." };
        var shots = new Option<int>("--shots") { Description = "More than 1: one search a person, of so many pictures averaged, as of a visit.", DefaultValueFactory = _ => 1 };
        var entries = new Option<int>("--entries") { Description = "Cut the gallery into lists of so many entries; 0 leaves it whole." };
        var every = new Option<int>("--every") { Description = "Take only every n-th non-mated probe, for a quick look.", DefaultValueFactory = _ => 1 };
        var width = new Option<int>("--face-width") { Description = "Reduce the probes' faces to so many pixels of width; 0 leaves them." };
        var blur = new Option<int>("--blur") { Description = "3×3 means applied to reduced probes." };
        var noise = new Option<double>("--noise") { Description = "Standard deviation of the noise added to reduced probes, in grey values." };
        Option<int> seed = EvaluateOptions.Seed(), replicates = EvaluateOptions.Replicates();
        foreach (Option<int> count in new[] { shots, every, replicates })
            count.Validators.Add(result => Require(result.GetValueOrDefault<int>() >= 1, result, $"{count.Name} is at least 1"));
        foreach (Option<int> count in new[] { entries, width, blur })
            count.Validators.Add(result => Require(result.GetValueOrDefault<int>() >= 0, result, $"{count.Name} is at least 0"));
        noise.Validators.Add(result => Require(result.GetValueOrDefault<double>() is >= 0 and <= 255, result, "--noise is 0 to 255"));
        var command = new Command(
            "identification",
            "Open-set 1:N: rank 1, DET curve, TPIR at FPIR 1 %, 0.3 %, 0.1 % and 1 in 6,000 if the data can bear it; printed as Markdown.")
        {
            pack, against, data, list, report, picture, shots, entries, every, width, blur, noise, seed, replicates,
        };
        command.SetAction(parsed =>
        {
            OpenSet set = OpenSetReader.Read(EvaluateOptions.Folder(parsed.GetValue(data)!), parsed.GetValue(list), parsed.GetValue(seed))
                .Every(parsed.GetValue(every));
            var run = new IdentificationRun(
                set, new Degradation(parsed.GetValue(width), parsed.GetValue(blur), parsed.GetValue(noise)), parsed.GetValue(shots),
                parsed.GetValue(entries) is > 0 and var length ? length : int.MaxValue, new Sampling(parsed.GetValue(replicates), parsed.GetValue(seed)),
                Progress.ToConsole());
            ModelPack first = EvaluateOptions.Load(parsed.GetValue(pack)!);
            ModelPack? second = parsed.GetValue(against) is { Length: > 0 } folder ? EvaluateOptions.Load(folder) : null;
            (IdentificationReport result, var curves) = run.Measure(first, second);
            IdentificationText.Print(result);
            ReportFile.Write(parsed.GetValue(report), result);
            if (parsed.GetValue(picture) is { } page)
                File.WriteAllText(page, IdentificationPicture.Page(result, curves));
        });
        return command;
    }

    private static void Require(bool held, System.CommandLine.Parsing.OptionResult result, string rule)
    {
        if (!held)
            result.AddError(rule);
    }
}
