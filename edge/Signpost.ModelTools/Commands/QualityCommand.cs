using System.CommandLine;
using System.Globalization;
using Signpost.ModelTools.Evaluation.Quality;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>quality</c>: whether quality falls as recognition errs.</summary>
internal static class QualityCommand
{
    private static readonly float[] PoseScores = [98, 95, 90, 80, 0];

    public static Command Create()
    {
        var pack = new Option<string>("--pack") { Description = "Folder of the pack.", Required = true };
        var portraits = new Option<string[]>("--portraits")
        {
            Description = "Pictures with one face each, of 112 pixels of width or more.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var clips = new Option<string[]>("--clips")
        {
            Description = "Videos with one person each, for yaw and pitch. Need ffmpeg, and take as long as they play.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "quality", "Spoil portraits step by step, measure quality (ISO/IEC 29794-5) and recognition error, and print them as Markdown.")
        {
            pack, portraits, clips,
        };
        command.SetAction(async (parsed, _) =>
        {
            ModelPack models = ModelPack.Load(parsed.GetValue(pack)!);
            string[] pictures = parsed.GetValue(portraits)!;
            Line($"{pictures.Length} portraits. Recognition error: 1 less the cosine with the undamaged portrait's template.");
            Damages(models, pictures);
            if (parsed.GetValue(clips) is { Length: > 0 } videos)
                await PosesAsync(models, videos);
        });
        return command;
    }

    private static void Damages(ModelPack models, string[] pictures)
    {
        using var study = new QualityStudy(models);
        foreach (Damage damage in QualityStudy.All.Append(QualityStudy.Unseen))
        {
            Line($"");
            Line($"| {damage.Name} | face found | {damage.Component} | unified | recognition error |");
            Line($"|---|---|---|---|---|");
            foreach (DamageRow row in study.Run(damage, pictures))
                Line($"| {row.Level} | {row.Found} of {row.Shown} | {row.Component:F0} | {row.Unified:F0} | {row.Error:F3} |");
        }
    }

    private static async Task PosesAsync(ModelPack models, string[] videos)
    {
        using var study = new PoseStudy(models);
        List<PosedFace> faces = [];
        foreach (string video in videos)
            faces.AddRange(await study.RunAsync(video));
        Line($"");
        Line($"{faces.Count} looks of {videos.Length} clips, a fifth of a second apart. Error: against the mean of the clip's eight best looks.");
        Bins("yaw", faces, face => face.Quality.Components.Yaw, PoseScores);
        Bins("pitch", faces, face => face.Quality.Components.Pitch, PoseScores);
        float[] unified = [.. faces.Select(face => face.Quality.Unified).Order()];
        Bins("unified (fifths)", faces, face => face.Quality.Unified, [.. Enumerable.Range(1, 4).Select(fifth => unified[unified.Length * (5 - fifth) / 5]), 0]);
    }

    private static void Bins(string name, List<PosedFace> faces, Func<PosedFace, float> score, float[] from)
    {
        Line($"");
        Line($"| {name} | looks | score | recognition error |");
        Line($"|---|---|---|---|");
        float below = float.PositiveInfinity;
        foreach (float least in from)
        {
            List<PosedFace> inside = faces.FindAll(face => score(face) >= least && score(face) < below);
            if (inside.Count > 0)
                Line($"| {least:F0} and more | {inside.Count} | {inside.Average(score):F0} | {inside.Average(face => face.Error):F3} |");
            below = least;
        }
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
