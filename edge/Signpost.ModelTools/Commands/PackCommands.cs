using System.CommandLine;
using Signpost.ModelTools.Packing;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>build</c>, <c>verify</c> and <c>pin</c>.</summary>
internal static class PackCommands
{
    public static Command Build()
    {
        Option<string> from = Options.From(), manifest = Options.Manifest();
        var to = new Option<string?>("--to") { Description = "Folder of the pack; replaced as a whole if it is another pack. Default: .signpost/packs/default, or default-float." };
        var asFloat = new Option<bool>("--float") { Description = "Rewrite, but quantise nothing: the pack to compare the integer one with." };
        var command = new Command(
            "build",
            """
            Make a model pack: import the pinned ONNX files, fold, rewrite, quantise by the committed calibration, and check every hash.
            The same sources give the same bytes on every machine. Does nothing if the pack is there already.
            """)
        {
            from, to, manifest, asFloat,
        };
        command.SetAction(parsed =>
        {
            var recipe = new PackRecipe(parsed.GetValue(from)!, parsed.GetValue(manifest)!);
            bool floats = parsed.GetValue(asFloat);
            string target = Path.GetFullPath(parsed.GetValue(to) ?? (floats ? Places.FloatPack : Places.Pack));
            if (!floats && PackBuilder.IsBuilt(target, PackRecipe.ReadFile(recipe.ManifestFile)))
            {
                Console.WriteLine($"{target}: is there already");
                return;
            }
            if (floats)
                PackBuilder.BuildFloat(recipe, target, Console.Error.WriteLine);
            else
                PackBuilder.Build(recipe, target, Console.Error.WriteLine);
            Console.WriteLine($"{target}: built, {Convert.ToHexStringLower(ModelPack.Load(target).Digest.Span)}");
        });
        return command;
    }

    public static Command Verify()
    {
        Option<string> pack = Options.Pack();
        var command = new Command("verify", "Check a pack's files against its manifest and its models' answers against the recorded ones: the self-test of a unit's start.")
        {
            pack,
        };
        command.SetAction(parsed =>
        {
            var loaded = ModelPack.Load(parsed.GetValue(pack)!);
            SelfTestResult result = PackSelfTest.Run(loaded);
            foreach (SelfTestFault fault in result.Faults)
                Console.Error.WriteLine($"{fault.Model}: {fault.Detail}");
            if (result.Passed)
                Console.WriteLine($"{loaded.Manifest.Name} {loaded.Manifest.Version}: passed, {Convert.ToHexStringLower(loaded.Digest.Span)}");
            return result.Passed ? 0 : 1;
        });
        return command;
    }

    public static Command Pin()
    {
        Option<string> from = Options.From();
        var manifest = new Option<string?>("--manifest") { Description = "Manifest to build from: hashes and answers are written into it." };
        var pack = new Option<string?>("--pack") { Description = "Folder of a pack as 'import' makes one: only the answers of the models in it are recorded anew, in its manifest." };
        var command = new Command(
            "pin", "Write the hashes and the self-test's answers into a manifest whose other fields or calibration were changed on purpose. Give one of --manifest and --pack.")
        {
            from, manifest, pack,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(manifest) is null == result.GetValue(pack) is null)
                result.AddError("Give --manifest, to build from one and pin what comes out, or --pack, to record the answers of a pack that is there.");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(pack) is { } folder)
                PackBuilder.PinAnswers(folder, PackManifest.Parse(PackRecipe.ReadFile(Path.Combine(folder, ModelPack.ManifestFile)), folder));
            else
                PackPinner.Pin(new PackRecipe(parsed.GetValue(from)!, parsed.GetValue(manifest)!));
        });
        return command;
    }
}
