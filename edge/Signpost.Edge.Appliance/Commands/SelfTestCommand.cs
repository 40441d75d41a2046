using Signpost.Edge.Appliance.Configuration;
using Signpost.Recognition;

namespace Signpost.Edge.Appliance.Commands;

/// <summary><c>self-test</c>: what the unit checks of itself at every start, on demand: every model of the pack, and the gallery search.</summary>
internal static class SelfTestCommand
{
    public static int RunConfigured(string configurationPath) => Run(ConfigurationFile.Read(configurationPath).PackDirectory);

    public static int Run(string packDirectory)
    {
        TellProcessor();
        var pack = ModelPack.Load(packDirectory);
        Console.WriteLine($"pack           {Convert.ToHexStringLower(pack.Digest.Span)}");
        var models = PackSelfTest.Run(pack);
        foreach (var model in (string[])["detector", "landmarks", "extractor"]) Tell(model, "answers as recorded", models);
        return Search() && models.Passed ? ExitCodes.Success : ExitCodes.Broken;
    }

    /// <summary>The gallery search alone: it needs no pack and no minutes in an emulator.</summary>
    public static int RunSearch()
    {
        TellProcessor();
        return Search() ? ExitCodes.Success : ExitCodes.Broken;
    }

    private static bool Search()
    {
        var search = SearchSelfTest.Run();
        Tell("search", $"{SearchSelfTest.Kernel}, multiplies as its slow twin does", search);
        return search.Passed;
    }

    private static void TellProcessor() => Console.WriteLine($"processor      {ProcessorFeatures.Model} ({string.Join(' ', ProcessorFeatures.Names)})");

    private static void Tell(string part, string good, SelfTestResult result)
    {
        var faults = result.Faults.Where(fault => fault.Model == part).Select(fault => fault.Detail).ToArray();
        Console.WriteLine($"{part,-14} {(faults.Length == 0 ? "ok: " + good : "FAILED: " + string.Join("; ", faults))}");
    }
}
