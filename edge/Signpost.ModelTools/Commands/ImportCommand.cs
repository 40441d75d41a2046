using System.CommandLine;
using Signpost.ModelTools.Packing;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>import</c>: another model in the place of one of a pack's.</summary>
internal static class ImportCommand
{
    private static readonly Dictionary<string, string> RoleNames = new() { ["detector"] = Roles.Detector, ["landmarks"] = Roles.Landmarks, ["recogniser"] = Roles.Extractor };

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An ONNX model with one float input of a fixed shape." };
        var role = new Option<string>("--as") { Description = "What it is.", Required = true };
        role.AcceptOnlyFromAmong([.. RoleNames.Keys]);
        Option<string> pack = Options.Pack();
        var name = new Option<string>("--name") { Description = "Name of the new pack.", Required = true };
        var to = new Option<string>("--to") { Description = "Folder of the new pack; must not exist.", Required = true };
        var command = new Command(
            "import",
            """
            Make a pack in which one model is another: its file, its hash and its self-test's answers are written into a new manifest.
              detector     in [1, 3, h, w], out 'scores' [1, n, 2] and 'offsets' [1, n, 4] of the manifest's anchors
              landmarks    in [1, 1 or 3, h, w], out 136 values: x and y of 68 points as fractions of the crop
              recogniser   in [1, 3, 112, 112], out [1, n]
            A model whose shapes do not fit is refused. How pixels become input (mean, scale, channels, size) is the manifest's: look it
            over, write a model card, measure again; the threshold of the old pack means nothing in the new one.
            """)
        {
            file, role, name, to, pack,
        };
        command.SetAction(parsed =>
        {
            string target = Path.GetFullPath(parsed.GetValue(to)!);
            ModelPack made = ModelImport.Run(
                ModelPack.Load(parsed.GetValue(pack)!), parsed.GetValue(file)!, RoleNames[parsed.GetValue(role)!], parsed.GetValue(name)!, target);
            Console.WriteLine($"{target}: made, {Convert.ToHexStringLower(made.Digest.Span)}");
        });
        return command;
    }
}
