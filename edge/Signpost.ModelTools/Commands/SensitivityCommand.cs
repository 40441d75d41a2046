using System.CommandLine;
using System.Globalization;
using Signpost.ModelTools.Packing;
using Signpost.ModelTools.Quantisation;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>sensitivity</c>: what each layer of the recogniser loses by being an integer one.</summary>
internal static class SensitivityCommand
{
    public static Command Create()
    {
        Option<string> from = Options.From(), manifest = Options.Manifest();
        var images = new Option<string>("--images") { Description = "Folder of photographs of faces.", Required = true };
        var count = new Option<int>("--count") { Description = "Pictures to use at most.", DefaultValueFactory = _ => 50 };
        var command = new Command(
            "sensitivity",
            """
            Leave one layer after the other in floats and print how near the templates come to the float model's: mean cosine, best first.
            A layer that gains much belongs into the manifest's floatLayers; each costs two conversions at run time.
            """)
        {
            images, count, from, manifest,
        };
        command.SetAction(parsed =>
        {
            var recipe = new PackRecipe(parsed.GetValue(from)!, parsed.GetValue(manifest)!);
            string scratch = Directory.CreateTempSubdirectory("signpost-sensitivity-").FullName;
            try
            {
                PackBuilder.WriteFloat(recipe, scratch, _ => { });
                using var study = new SensitivityStudy(recipe, ModelPack.Load(scratch), PictureFiles.In(parsed.GetValue(images)!, parsed.GetValue(count)));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all layers as the manifest says: {study.Baseline():F5} over {study.Faces} faces"));
                Console.WriteLine();
                Console.WriteLine("| layer in floats | kind | mean cosine |");
                Console.WriteLine("|---|---|---|");
                foreach (LayerSensitivity layer in study.Run(Console.Error.WriteLine).OrderByDescending(layer => layer.Cosine))
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {layer.Output} | {layer.Kind} | {layer.Cosine:F5} |"));
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }
        });
        return command;
    }
}
