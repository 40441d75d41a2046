using System.Text.Json;
using Signpost.Hardware.Simulated.Footage;

namespace Signpost.Hardware.Tests.Simulated;

public sealed class FootageCatalogueTests
{
    private readonly FootageCatalogue _catalogue = FootageCatalogue.Load();

    [Fact]
    public void Catalogue_Strangers_AreAtLeastTwelveAndNoneIsAnActor()
    {
        var footage = _catalogue.Strangers.Select(stranger => stranger.Footage).ToArray();

        Assert.True(footage.Length >= 12);
        Assert.Equal(footage.Length, footage.Distinct().Count());
        Assert.DoesNotContain(_catalogue.Actors, actor => footage.Contains(actor.Footage));
    }

    [Fact]
    public void Catalogue_Actors_AreEnrolledFromOtherFilesThanThoseShown()
    {
        Assert.Equal(["actor-01", "actor-02"], _catalogue.Actors.Select(actor => actor.Actor));
        Assert.All(_catalogue.Actors, actor =>
        {
            Assert.True(actor.Enrolment.Count >= 3);
            Assert.Empty(actor.Enrolment.Select(photo => photo.File).Intersect(actor.Clips.Select(clip => clip.File)));
        });
    }

    [Fact]
    public void Catalogue_Files_AreOfPinnedPackages()
    {
        var packages = _catalogue.Packages.ToDictionary(package => package.Name);
        var used = _catalogue.Strangers.Select(stranger => stranger.Package)
            .Concat(_catalogue.Actors.SelectMany(actor => actor.Clips.Select(clip => clip.Package)))
            .Concat(_catalogue.Actors.SelectMany(actor => actor.Enrolment.Select(photo => photo.Package)));

        Assert.All(used, name => Assert.Contains(name, packages.Keys));
        Assert.All(packages.Values, package => Assert.Matches("^[0-9a-f]{64}$", package.Sha256));
        Assert.All(packages.Values, package => Assert.Matches(@"^\d+\.\d+\.\d+$", package.Version));
    }

    [Fact]
    public void Catalogue_FileBesideTheAssembly_IsTheEmbeddedOne()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "footage.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));

        Assert.Equal(_catalogue.Strangers.Count, document.RootElement.GetProperty("strangers").GetArrayLength());
        Assert.Equal(
            _catalogue.Packages.Select(package => package.Sha256),
            document.RootElement.GetProperty("packages").EnumerateArray().Select(package => package.GetProperty("sha256").GetString()));
    }
}
