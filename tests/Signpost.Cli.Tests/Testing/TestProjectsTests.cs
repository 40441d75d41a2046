using Signpost.Cli.Testing;

namespace Signpost.Cli.Tests.Testing;

public sealed class TestProjectsTests
{
    private static readonly IReadOnlyList<TestProject> All = TestProjects.Of(SignpostHome.Find());

    [Fact]
    public void Projects_OfTheCheckout_HaveTheHeavyOnesLast()
    {
        Assert.Contains("Cli", All.Select(p => p.Name));
        Assert.Equal(["Console", "EndToEnd", "Promises"], All.TakeLast(3).Select(p => p.Name));
    }

    [Theory]
    [InlineData("e2e", "EndToEnd")]
    [InlineData("trust", "Trust")]
    [InlineData("Trust", "Trust")]
    public void Suite_OfAProject_IsThatProject(string suite, string project)
    {
        var selection = TestProjects.Select(All, suite);

        Assert.Equal(project, Assert.Single(selection.Projects).Name);
        Assert.Null(selection.Trait);
    }

    [Fact]
    public void Suite_Unit_LeavesTheHeavyOnesOut() => Assert.Equal(All.Count - 3, TestProjects.Select(All, "unit").Projects.Count);

    [Fact]
    public void Suite_OfNoProject_IsATraitEverywhere()
    {
        var selection = TestProjects.Select(All, "promise-3");

        Assert.Equal(All, selection.Projects);
        Assert.Equal("promise-3", selection.Trait);
    }
}
