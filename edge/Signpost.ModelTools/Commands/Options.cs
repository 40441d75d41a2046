using System.CommandLine;
using Signpost.ModelTools.Packing;

namespace Signpost.ModelTools.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    public static Option<string> Pack() =>
        new("--pack") { Description = "Folder of the pack. Default: .signpost/packs/default of the checkout.", DefaultValueFactory = _ => Places.Pack };

    public static Option<string> From() =>
        new("--from")
        {
            Description = "Folder of the unpacked npm package (the one with package.json). Default: the one that ./signpost fetched.",
            DefaultValueFactory = _ => Places.Package,
        };

    public static Option<string> Manifest(string description = "Manifest of the pack, with its model card and calibration beside it. Default: the default pack's.") =>
        new("--manifest") { Description = description, DefaultValueFactory = _ => Places.Manifest };
}
