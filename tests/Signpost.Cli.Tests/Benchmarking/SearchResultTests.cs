using Signpost.Cli.Benchmarking;

namespace Signpost.Cli.Tests.Benchmarking;

public sealed class SearchResultTests
{
    [Fact]
    public void Table_OfAMeasurement_HoldsRatiosAndMemory()
    {
        var result = new SearchResult(new("A processor", ["avx2"], "AVX2", []), [new(1_000, 10, 5, 250, 1_488_192)]);

        Assert.Contains("| 1000 | 10.0 | 250.0 | 25.0 | 5.0 | 2.00 | 0.727 |", result.ToMarkdown(), StringComparison.Ordinal);
    }
}
