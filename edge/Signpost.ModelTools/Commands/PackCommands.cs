using System.CommandLine;
using Signpost.ModelTools.Packing;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>build</c>, <c>verify</c> and <c>pin</c>.</summary>
internal static class PackCommands
{
    /// <summary>The default pack's manifest, copied beside the program.</summary>
    private static string DefaultManifest => Path.Combine(AppContext.BaseDirectory, "models", "default", ModelPack.ManifestFile);

    public static Command Build()
    {
        Option<string> from = From();
        var to = new Option<string>("--to") { Description = "Folder of the pack; replaced as a whole if it is another pack.", Required = true };
        Option<string> manifest = Manifest("Manifest of the pack, with its model card beside it. Default: the default pack's.");
        var command = new Command("build", "Make a model pack from the unpacked npm package that its models come from. Does nothing if it is there already.")
        {
            from, to, manifest,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(manifest)!, target = Path.GetFullPath(parsed.GetValue(to)!);
            if (PackBuilder.IsBuilt(target, PackBuilder.ReadFile(file)))
            {
                Console.WriteLine($"{target}: is there already");
                return;
            }
            PackBuilder.Build(parsed.GetValue(from)!, file, target);
            Console.WriteLine($"{target}: built, {Convert.ToHexStringLower(ModelPack.Load(target).Digest.Span)}");
        });
        return command;
    }

    public static Command Verify()
    {
        var pack = new Option<string>("--pack") { Description = "Folder of the pack.", Required = true };
        var command = new Command("verify", "Check a pack's files against its manifest and its models' answers against the recorded ones.") { pack };
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
        Option<string> from = From();
        Option<string> manifest = Manifest("Manifest to write into.");
        manifest.DefaultValueFactory = null;
        manifest.Required = true;
        var command = new Command(
            "pin", "For maintainers: write the hashes and the self-test's answers into a manifest whose other fields were changed on purpose.")
        {
            from, manifest,
        };
        command.SetAction(parsed => PackPinner.Pin(parsed.GetValue(from)!, parsed.GetValue(manifest)!));
        return command;
    }

    private static Option<string> From() =>
        new("--from") { Description = "Folder of the unpacked npm package (the one with package.json).", Required = true };

    private static Option<string> Manifest(string description) =>
        new("--manifest") { Description = description, DefaultValueFactory = _ => DefaultManifest };
}
