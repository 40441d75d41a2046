namespace Signpost.Recognition.Tests;

/// <summary>Finds what <c>./signpost</c> has fetched. What is missing skips a test on a laptop and fails it in CI.</summary>
internal static class Repository
{
    private static readonly Lazy<ModelPack> Pack = new(() => ModelPack.Load(PackDirectory));

    public static string Root { get; } = FindRoot();

    public static string PackDirectory
    {
        get
        {
            string directory = Path.Combine(Root, ".signpost", "packs", "default");
            Require(File.Exists(Path.Combine(directory, ModelPack.ManifestFile)), $"{directory} is missing: run ./signpost test");
            return directory;
        }
    }

    public static ModelPack DefaultPack => Pack.Value;

    /// <summary>A file of the demonstration footage.</summary>
    public static string Media(string package, string path)
    {
        string file = Path.Combine(Root, ".signpost", "media", package, path);
        Require(File.Exists(file), $"{file} is missing: run ./signpost test");
        return file;
    }

    public static byte[] MediaBytes(string package, string path) => File.ReadAllBytes(Media(package, path));

    private static void Require(bool there, string reason)
    {
        if (there)
            return;
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Signpost.slnx");
    }
}
