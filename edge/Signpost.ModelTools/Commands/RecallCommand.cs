using System.CommandLine;
using System.Globalization;
using Signpost.ModelTools.Evaluation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>recall</c>: how small a face the detector finds.</summary>
internal static class RecallCommand
{
    private static readonly int[] FaceWidths = [40, 50, 60, 80, 120];

    public static Command Create()
    {
        var pack = new Option<string>("--pack") { Description = "Folder of the pack.", Required = true };
        var portraits = new Option<string[]>("--portraits")
        {
            Description = "Pictures with one face each, to draw scenes from.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var frames = new Option<int>("--frames") { Description = "Frames a row, six faces in each.", DefaultValueFactory = _ => 20 };
        var command = new Command("recall", "Measure how many faces of 40 to 120 pixels are found in 1280×720 frames, and print it as Markdown.")
        {
            pack, portraits, frames,
        };
        command.SetAction(parsed =>
        {
            using var study = new RecallStudy(ModelPack.Load(parsed.GetValue(pack)!));
            Console.WriteLine("| face width | blur | noise | found | extra boxes | score against the original: median | 5 % |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach ((int blur, int noise) in new[] { (0, 2), (1, 6), (2, 8) })
            {
                foreach (int width in FaceWidths)
                {
                    RecallResult result = study.Run(parsed.GetValue(portraits)!, width, blur, noise, parsed.GetValue(frames), seed: width);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {width} | {blur} | {noise} | {result.Found} of {result.Shown} | {result.Extra} | {result.MedianScore:F2} | {result.LowScore:F2} |"));
                }
            }
        });
        return command;
    }
}
