using Signpost.Cli.Benchmarking;

namespace Signpost.Cli.Tests.Benchmarking;

public sealed class SearchResultTests
{
    [Fact]
    public void Table_OfAMeasurement_HoldsRatiosAndMemory()
    {
        var section = new SearchResult(new("A processor", ["avx2"], "AVX2", []), [new(1_000, 10, 5, 250, 1_488_192)]).ToSection();

        Assert.Equal([1_000, 10, 250, 25, 5, 2, 0.727], section.Rows.Single().Select(value => value.GetDouble()));
        Assert.Equal(section.Columns.Count, section.Rows.Single().Count);
        Assert.Contains("kernel AVX2", section.Notes.Single(), StringComparison.Ordinal);
    }
}
