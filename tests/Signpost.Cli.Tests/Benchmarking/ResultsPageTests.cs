using Signpost.Cli.Benchmarking;

namespace Signpost.Cli.Tests.Benchmarking;

public sealed class ResultsPageTests
{
    [Fact]
    public void Page_OfThisRepository_TakesTheTablesAfterItsWords()
    {
        var page = File.ReadAllText(Path.Combine(SignpostHome.Find().Root, "docs", "performance.md"));

        var written = ResultsPage.Replace(page, "tables", "performance.md");

        Assert.StartsWith("# How fast a unit is", written, StringComparison.Ordinal);
        Assert.EndsWith("--page -->\n\ntables\n", written, StringComparison.Ordinal);
        Assert.Equal(written, ResultsPage.Replace(written, "tables", "performance.md"));
    }

    [Fact]
    public void Page_WithoutTheMarker_IsRefusedAndSaysWhatIsMissing() =>
        Assert.Contains("has no line", Assert.Throws<SetUpException>(() => ResultsPage.Replace("# A page\n", "tables", "a.md")).Message, StringComparison.Ordinal);
}
