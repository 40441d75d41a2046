using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ModelTools.Commands;

/// <summary><c>cohort</c>: templates of people who are on no list, for the check of watchlists.</summary>
internal static class CohortCommand
{
    private const int MostPictures = 100_000;

    public static Command Create()
    {
        Option<string> pack = Options.Pack();
        var images = new Option<string?>("--images") { Description = "Folder of pictures with one face each, one a person." };
        var synthetic = new Option<int?>("--synthetic") { Description = "So many templates that are nobody's, drawn at random: for demonstrations and tests." };
        var seed = new Option<int>("--seed") { Description = "Of the synthetic ones. Default: 1.", DefaultValueFactory = _ => 1 };
        var to = new Option<string>("--to") { Description = "The file; it holds biometric data and is made readable for you alone.", Required = true };
        var command = new Command(
            "cohort",
            """
            Make a cohort: templates of people who are on no watchlist. The control plane holds every entry of a list against them (cohortFile in its configuration) and names
            those that many people look like. Either of a folder of pictures or, synthetic, of nobody.
            """)
        {
            pack, images, synthetic, seed, to,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(images) is null == parsed.GetValue(synthetic) is null)
                parsed.AddError("Give either --images or --synthetic.");
            if (parsed.GetValue(synthetic) is < 1 or > CohortFile.MaximumCount)
                parsed.AddError($"--synthetic takes 1 to {CohortFile.MaximumCount}.");
        });
        command.SetAction(parsed =>
        {
            ModelPack loaded = ModelPack.Load(parsed.GetValue(pack)!);
            List<float[]> templates = parsed.GetValue(images) is { } folder
                ? OfPictures(loaded, folder)
                : Synthetic(loaded.TemplateLength, parsed.GetValue(synthetic)!.Value, parsed.GetValue(seed));
            try
            {
                if (templates.Count == 0)
                    throw new PackException("not one picture showed a face well enough");
                AtomicFile.Write(
                    Path.GetFullPath(parsed.GetValue(to)!),
                    CohortFile.Write(loaded.Digest.Span, loaded.TemplateLength, templates.ConvertAll(template => (ReadOnlyMemory<float>)template)), AtomicFile.OwnerOnly);
                Console.WriteLine($"{parsed.GetValue(to)}: {templates.Count} templates");
            }
            finally
            {
                foreach (float[] template in templates)
                    CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(template.AsSpan()));
            }
        });
        return command;
    }

    private static List<float[]> OfPictures(ModelPack pack, string folder)
    {
        using var enroller = new ReferenceEnroller(pack);
        List<float[]> templates = [];
        foreach (string file in PictureFiles.In(folder, MostPictures))
        {
            using EnrolmentResult result = enroller.Enrol(File.ReadAllBytes(file));
            if (result.Accepted)
                templates.Add(result.Template.ToArray());
            else
                Console.Error.WriteLine($"{file}: left out: {result.Explanation}");
        }
        return templates;
    }

    /// <summary>Directions evenly spread over the sphere.</summary>
    internal static List<float[]> Synthetic(int length, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var template = new float[length];
            foreach (ref float value in template.AsSpan())
                value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            Template.Normalise(template);
            return template;
        })];
    }
}
