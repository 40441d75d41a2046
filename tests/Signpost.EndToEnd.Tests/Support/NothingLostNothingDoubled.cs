using Signpost.Cli.Demonstration;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>The promise of the match events' way, checked in the databases themselves.</summary>
internal static class NothingLostNothingDoubled
{
    /// <summary>Every message a unit ever numbered is in the control plane, with the very bytes; an event is one alert, at its last revision.</summary>
    public static void Check(StoredMessages stored, DataFolder data)
    {
        var ingested = stored.Ingested();
        var units = stored.Units();
        long numbered = 0;
        for (var unit = 1; unit <= units.Count; unit++)
        {
            var epoch = stored.Epoch(unit);
            var digests = stored.OutboxDigests(unit);
            var next = stored.NextSequence(unit);
            Assert.Equal(Enumerable.Range(1, (int)next - 1).Select(n => (long)n), digests.Keys.Order());
            foreach (var (sequence, digest) in digests)
            {
                Assert.True(ingested.TryGetValue((units[unit - 1], epoch, sequence), out var taken), $"message {sequence} of unit {unit} is not in the control plane ({data.Root})");
                Assert.Equal(digest, taken);
            }
            numbered += next - 1;
        }
        Assert.Equal(numbered, ingested.Count);
        Assert.Equal(0, stored.Refused());

        var alerts = stored.Alerts();
        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Count, alerts.Select(a => a.Event).Distinct().Count());
        Assert.All(alerts, alert => Assert.Equal(alert.Messages, alert.Revision));
    }
}
