using CsCheck;
using Signpost.Cli.Reporting;

namespace Signpost.Cli.Tests.Reporting;

public sealed class PercentilesTests
{
    [Fact]
    public void Of_NoValues_IsNoNumber() => Assert.Null(Percentiles.Of([]));

    [Fact]
    public void Of_HundredValues_TakesTheNearestRank() => Assert.Equal(new Percentiles(50, 95), Percentiles.Of(Enumerable.Range(1, 100).Reverse().Select(i => (double)i)));

    [Fact]
    public void Of_AnyValues_AreAmongThemAndInOrder() =>
        Gen.Int[0, 10_000].Array[1, 50].Sample(values =>
        {
            var percentiles = Percentiles.Of(values.Select(v => (double)v))!;
            return values.Contains((int)percentiles.P50) && values.Contains((int)percentiles.P95) && percentiles.P50 <= percentiles.P95;
        });
}
