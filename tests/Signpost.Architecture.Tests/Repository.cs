namespace Signpost.Architecture.Tests;

internal static class Repository
{
    /// <summary>The folder that holds Signpost.slnx.</summary>
    public static string Root { get; } = Find();

    public static bool IsOurs(string path) =>
        !path.Contains("/artifacts/", StringComparison.Ordinal) && !path.Contains("/.signpost/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) return folder.FullName;
        }
        throw new InvalidOperationException("No folder above the test program holds Signpost.slnx.");
    }
}
