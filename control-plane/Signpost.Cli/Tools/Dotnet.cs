namespace Signpost.Cli.Tools;

/// <summary>The SDK the script chose.</summary>
internal static class Dotnet
{
    public static string Path
    {
        get
        {
            var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
            if (!string.IsNullOrEmpty(root) && System.IO.Path.Combine(root, "dotnet") is var chosen && File.Exists(chosen)) return chosen;
            return ToolPath.Find("dotnet") ?? throw new SetUpException("The .NET SDK 10 is missing. Start with the script ./signpost, which finds it.");
        }
    }
}
