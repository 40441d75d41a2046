using Signpost.Edge.Appliance.Configuration;
using Signpost.Edge.Watchlists;
using Signpost.Trust;

namespace Signpost.Edge.Appliance.Commands;

/// <summary><c>import-bundle</c>: takes encrypted watchlists from a stick, so that this unit need not fetch them. Works beside a running unit and before the first
/// start; brings no key and no authority.</summary>
internal static class ImportBundleCommand
{
    private const string Pattern = "*.signpost-bundle";

    public static int Run(string source, string configurationPath)
    {
        var configuration = ConfigurationFile.Read(configurationPath);
        DataDirectory.Create(configuration.DataDirectory);
        var import = new BundleImport(DataDirectory.Bundles(configuration.DataDirectory));
        var refused = 0;
        foreach (var path in Files(source))
        {
            if (Take(import, path) is not { } refusal) continue;
            refused++;
            Console.Error.WriteLine($"{path}: not taken: {refusal.Detail} Nothing that this unit holds has changed.");
        }

        return refused == 0 ? ExitCodes.Success : ExitCodes.Broken;
    }

    private static Refusal? Take(BundleImport import, string path)
    {
        using var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (!import.Take(input).TryGet(out var file, out var refusal)) return refusal;
        Console.WriteLine($"{path}: taken: bundle {file.BundleId}, {file.Entries} entries, until {file.NotAfter.ToUniversalTime():u}. The unit uses it when its order comes.");
        return null;
    }

    private static string[] Files(string source)
    {
        if (!Directory.Exists(source)) return File.Exists(source) ? [source] : throw new UsageException($"There is no file or folder '{source}'.");
        var files = Directory.GetFiles(source, Pattern);
        Array.Sort(files, StringComparer.Ordinal);
        return files is [] ? throw new UsageException($"Folder '{source}' holds no {Pattern}.") : files;
    }
}
