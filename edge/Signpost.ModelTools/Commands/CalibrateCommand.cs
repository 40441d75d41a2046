using System.CommandLine;
using Signpost.ModelTools.Packing;
using Signpost.ModelTools.Quantisation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>calibrate</c>: the ranges of the activations, over faces as one's own cameras see them.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        Option<string> from = Options.From(), manifest = Options.Manifest();
        var images = new Option<string>("--images") { Description = "Folder of photographs of faces, searched through; take as many kinds of light and people as the cameras will see.", Required = true };
        var to = new Option<string>("--to") { Description = "File to write: numbers only, nothing of a picture.", Required = true };
        var method = new Option<string>("--method") { Description = "How a range is chosen.", DefaultValueFactory = _ => RangeMethods.Percentile };
        method.AcceptOnlyFromAmong([.. RangeMethods.All]);
        var count = new Option<int>("--count") { Description = "Pictures to use at most, evenly spaced through the folder.", DefaultValueFactory = _ => 200 };
        var command = new Command(
            "calibrate",
            """
            Run the float models over faces and write the ranges that the integer models are made with.
            Then put the file beside a manifest of your own, name it there, and run 'pin' and 'build' with that manifest.
            """)
        {
            images, to, method, count, from, manifest,
        };
        command.SetAction(parsed =>
        {
            string[] pictures = PictureFiles.In(parsed.GetValue(images)!, parsed.GetValue(count));
            var recipe = new PackRecipe(parsed.GetValue(from)!, parsed.GetValue(manifest)!);
            string[] roles = [.. Roles.All.Where(role => Roles.FileOf(recipe.Manifest, role).Quantisation is not null)];
            if (roles.Length == 0)
                throw new PackException($"{recipe.ManifestFile}: quantises no model, expected a 'quantisation' for at least one");
            string scratch = Directory.CreateTempSubdirectory("signpost-calibrate-").FullName;
            try
            {
                PackBuilder.WriteFloat(recipe, scratch, _ => { });
                using var calibrator = new Calibrator(ModelPack.Load(scratch), roles);
                Calibration found = calibrator.Run(pictures, recipe, parsed.GetValue(method)!, Console.Error.WriteLine);
                File.WriteAllBytes(parsed.GetValue(to)!, found.ToUtf8());
                Console.WriteLine($"{parsed.GetValue(to)}: ranges by {found.Method} over {found.Pictures} pictures with faces");
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }
        });
        return command;
    }
}
