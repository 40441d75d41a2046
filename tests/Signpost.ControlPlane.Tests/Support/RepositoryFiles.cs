namespace Signpost.ControlPlane.Tests.Support;

/// <summary>Files of the repository that the tests stand in.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Find();

    public static string Read(params ReadOnlySpan<string> path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests do not stand in the repository.");
    }
}
