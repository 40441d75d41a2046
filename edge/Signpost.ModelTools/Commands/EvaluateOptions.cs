using System.CommandLine;
using Signpost.ModelTools.Evaluation;

namespace Signpost.ModelTools.Commands;

/// <summary>Options that the evaluations share.</summary>
internal static class EvaluateOptions
{
    /// <summary>The pack that <c>./signpost</c> builds; empty when the program was started without it.</summary>
    public static string DefaultPack => InHome("default");

    /// <summary>The same pack in single precision, if it was built.</summary>
    public static string? DefaultFloatPack => InHome("default-float") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    public static Option<string> Pack() => new("--pack")
    {
        Description = "Folder of the pack. Default: the one that ./signpost built.",
        DefaultValueFactory = _ => DefaultPack,
    };

    public static Option<string> Data(string inside, string description) => new("--data")
    {
        Description = $"{description} Default: {inside} in the folder named by the environment's SIGNPOST_EVAL_DATA.",
        DefaultValueFactory = _ => InEvaluationData(inside),
    };

    public static Option<string?> Report() => new("--report") { Description = "Also write the figures to this file, as JSON." };

    public static Option<int> Seed() => new("--seed")
    {
        Description = "Of every random draw and split: the same seed gives the same figures.",
        DefaultValueFactory = _ => Sampling.DefaultSeed,
    };

    public static Option<int> Replicates() => new("--replicates")
    {
        Description = "Draws of the bootstrap by person.",
        DefaultValueFactory = _ => Sampling.DefaultReplicates,
    };

    /// <summary>Loads a pack, or says that none was named.</summary>
    public static Recognition.ModelPack Load(string folder) => folder.Length > 0
        ? Recognition.ModelPack.Load(folder)
        : throw new DataException("no pack: name its folder by --pack, or start through ./signpost evaluate, which builds the default one");

    /// <summary>The data's folder, or says that none was named.</summary>
    public static string Folder(string folder) => folder.Length == 0
        ? throw new DataException("no data: name their folder by --data or SIGNPOST_EVAL_DATA")
        : Directory.Exists(folder) ? folder : throw new DataException($"{folder}: is no folder");

    private static string InEvaluationData(string inside) =>
        Environment.GetEnvironmentVariable("SIGNPOST_EVAL_DATA") is { Length: > 0 } folder ? Path.Combine(folder, inside) : "";

    private static string InHome(string pack) =>
        Environment.GetEnvironmentVariable("SIGNPOST_HOME") is { Length: > 0 } home ? Path.Combine(home, ".signpost", "packs", pack) : "";
}
