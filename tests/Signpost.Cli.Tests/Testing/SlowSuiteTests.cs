using Signpost.Cli.Testing;

namespace Signpost.Cli.Tests.Testing;

public sealed class SlowSuiteTests
{
    [Fact]
    public void Filter_WithoutATrait_LeavesEverySlowSuiteOut()
    {
        var filter = string.Join(' ', SlowSuite.Filter(null));

        Assert.All(SlowSuite.All, suite => Assert.Contains($"--filter-not-trait Suite={suite.Name}", filter, StringComparison.Ordinal));
    }

    [Fact]
    public void Filter_OfATrait_IsThatTraitAlone() => Assert.Equal(["--filter-trait", "Suite=emulated"], SlowSuite.Filter("emulated"));

    [Fact]
    public void Suite_Slow_BringsItsOwnPackages()
    {
        Assert.Contains("gcc-aarch64-linux-gnu", SlowSuite.Named("Emulated")!.Packages);
        Assert.Null(SlowSuite.Named("unit"));
        Assert.Null(SlowSuite.Named(null));
    }

    // The project Promises has a short form of its suite, which every run has.
    [Fact]
    public void Suite_Slow_IsItsTraitWhateverProjectsAreCalled()
    {
        var projects = TestProjects.Of(SignpostHome.Find());

        Assert.All(SlowSuite.All, suite => Assert.Equal(suite.Name, TestProjects.Select(projects, suite.Name).Trait));
    }
}
