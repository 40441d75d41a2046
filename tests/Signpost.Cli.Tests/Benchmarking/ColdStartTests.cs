using Signpost.Cli.Api;
using Signpost.Cli.Benchmarking;

namespace Signpost.Cli.Tests.Benchmarking;

public sealed class ColdStartTests
{
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FirstOf_AlertsThatAnEarlierLifeLeft_CountForNothing()
    {
        // The outbox sends at its next start what was not committed: stored in this life, seen in the last.
        AlertReply[] leftovers = [Alert(7, Began.AddSeconds(-40)), Alert(8, Began.AddMilliseconds(-1))];
        Assert.Null(ColdStart.FirstOf([], Began));
        Assert.Null(ColdStart.FirstOf(leftovers, Began));
        Assert.Equal(9, ColdStart.FirstOf([.. leftovers, Alert(9, Began.AddSeconds(1)), Alert(10, Began.AddSeconds(3))], Began)!.Id);
    }

    private static AlertReply Alert(long id, DateTimeOffset captured) =>
        new(id, Guid.CreateVersion7(captured), 1, "unit-1", Guid.Empty, "p-1", 0.7, 0.5, captured, Began.AddSeconds(2));
}
