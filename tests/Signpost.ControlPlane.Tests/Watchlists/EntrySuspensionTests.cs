using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Tests.Watchlists;

public sealed class SqliteEntrySuspensionTests(SqliteServer server) : EntrySuspensionTests(server);

public sealed class PostgresEntrySuspensionTests(PostgresServer server) : EntrySuspensionTests(server);

/// <summary>Two rejected alerts suspend an entry until a person decides.</summary>
public abstract class EntrySuspensionTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Reject_TwiceUnderTwoOrders_SuspendsInTheSameTransactionAndTellsUnits()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        List<TestOutbox> outboxes = [];
        for (var i = 0; i < 2; i++)
        {
            var unit = await plane.EnrolAsync();
            var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
            await plane.AuthoriseAsync(drafted.Id);
            outboxes.Add(await plane.OutboxAsync(unit, drafted.Id, entry.Reference));
        }

        await plane.Ingest.IngestAsync([outboxes[0].Message(1, Guid.NewGuid()), outboxes[1].Message(1, Guid.NewGuid())], default);
        var alerts = (await plane.Alerts.NewestAsync(plane.Operator, 10, undecidedOnly: true)).Ok();
        (await plane.Alerts.DecideAsync(plane.Operator, alerts[0].Id, AlertDecision.Reject, "Another person", null)).Ok();
        Assert.Equal((EntryStatus.Active, 1), await StatusAsync(plane, list));

        var told = outboxes.ConvertAll(x => plane.Get<UnitSignals>().NextChange(x.UnitId));
        var before = await VersionsAsync(plane);
        (await plane.Alerts.DecideAsync(plane.Officer, alerts[1].Id, AlertDecision.Reject, "Another person", null)).Ok();
        Assert.Equal((EntryStatus.Suspended, 2), await StatusAsync(plane, list));
        await Task.WhenAll(told).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.All((await VersionsAsync(plane)).Zip(before), x => Assert.Equal(x.Second + 1, x.First));
        var records = await plane.QueryAsync(db => db.Audit.Where(x => x.Action == AuditActions.EntrySuspended).ToListAsync());
        Assert.Contains($"entry:{entry.Id}", Assert.Single(records).Subjects, StringComparison.Ordinal);
        Assert.Equal(1, (await plane.Watchlists.GetAsync(plane.Officer, list)).Ok().Suspended);
    }

    [Fact]
    public async Task Alerts_OfASuspendedEntry_AreKeptAndWaitForNobody()
    {
        await using var plane = await StartAsync();
        var (list, outbox) = await SuspendedAsync(plane);
        List<AlertChange> changes = [];
        plane.Get<IAlertFeed>().AlertChanged += changes.Add;
        var visit = Guid.NewGuid();
        await plane.Ingest.IngestAsync([outbox.Message(3, visit)], default);
        await plane.Ingest.IngestAsync([outbox.Message(4, visit, 2)], default);
        Assert.All(changes, x => Assert.True(x.OfSuspendedEntry));
        Assert.Empty((await plane.Alerts.NewestAsync(plane.Operator, 10, undecidedOnly: true)).Ok());
        var kept = (await plane.Alerts.NewestAsync(plane.Operator, 10, undecidedOnly: false)).Ok()[0];
        Assert.Equal((true, 2), (kept.OfSuspendedEntry, kept.Revision));

        var entry = Assert.Single((await plane.Watchlists.EntriesAsync(plane.Author, list)).Ok());
        Assert.Equal(EntryStatus.Active, (await plane.Watchlists.DecideSuspensionAsync(plane.Officer, entry.Id, keep: true, "The camera was the cause.")).Ok().Status);
        await plane.Ingest.IngestAsync([outbox.Message(5, Guid.NewGuid())], default);
        Assert.False(Assert.Single((await plane.Alerts.NewestAsync(plane.Operator, 10, undecidedOnly: true)).Ok()).OfSuspendedEntry);
    }

    [Fact]
    public async Task Decide_ByARoleOrAtATimeThatCannot_IsRefused()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        (await plane.Watchlists.DecideSuspensionAsync(plane.Officer, entry.Id, keep: true, "No reason")).Refused("entry.not-suspended");
        (await plane.Watchlists.DecideSuspensionAsync(plane.Operator, entry.Id, keep: true, "No reason")).Refused("staff.forbidden");
        (await plane.Watchlists.DecideSuspensionAsync(plane.Officer, entry.Id, keep: true, " ")).Refused("entry.decision-reason");
        (await plane.Watchlists.DecideSuspensionAsync(plane.Officer, Guid.NewGuid(), keep: true, "No reason")).Refused("entry.not-found");
    }

    [Fact]
    public async Task Keep_StartsTheCountAgain_AndTheReasonIsNotReadable()
    {
        await using var plane = await StartAsync();
        var (list, outbox) = await SuspendedAsync(plane);
        var entry = Assert.Single((await plane.Watchlists.EntriesAsync(plane.Author, list)).Ok());
        (await plane.Watchlists.DecideSuspensionAsync(plane.Author, entry.Id, keep: true, "Looked at both again.")).Ok();
        await plane.Ingest.IngestAsync([outbox.Message(3, Guid.NewGuid())], default);
        await RejectAllAsync(plane);
        Assert.Equal((EntryStatus.Active, 1), await StatusAsync(plane, list));
        var row = await plane.QueryAsync(db => db.Suspensions.SingleAsync());
        Assert.Equal(("author", EntryStatus.Active), (row.DecidedBy, row.Outcome));
        Assert.True(row.Reason!.Bytes.IndexOf("Looked"u8) < 0);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.EntryKept)));
    }

    [Fact]
    public async Task Withdraw_TakesItOffTheFrozenListForEveryFurtherOrder()
    {
        await using var plane = await StartAsync();
        var (list, outbox) = await SuspendedAsync(plane, another: true);
        var unit = await plane.EnrolAsync();
        var refused = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("watchlist.gaps");
        Assert.Contains("suspended", refused.Detail, StringComparison.Ordinal);
        var entry = (await plane.Watchlists.EntriesAsync(plane.Author, list)).Ok().Single(x => x.Status == EntryStatus.Suspended);
        (await plane.Watchlists.DecideSuspensionAsync(plane.Author, entry.Id, keep: false, "Looks like too many people.")).Ok();
        Assert.Equal(1, (await plane.Watchlists.GetAsync(plane.Author, list)).Ok().Entries);
        Assert.Equal(1, (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok().Entries);
        // A unit that has not heard of it yet.
        await plane.Ingest.IngestAsync([outbox.Message(3, Guid.NewGuid())], default);
        Assert.True((await plane.Alerts.NewestAsync(plane.Operator, 1, undecidedOnly: false)).Ok()[0].OfSuspendedEntry);
    }

    [Fact]
    public async Task Reject_TwoPeopleAtOnce_SuspendsOnce()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        await plane.Ingest.IngestAsync([.. Enumerable.Range(1, 6).Select(i => outbox.Message((ulong)i, Guid.NewGuid()))], default);
        var alerts = (await plane.Alerts.ListAsync(plane.Operator, 0, 10)).Ok();
        var outcomes = await Task.WhenAll(alerts.Select((x, i) => plane.Alerts.DecideAsync(i % 2 == 0 ? plane.Operator : plane.Officer, x.Id, AlertDecision.Reject, "Another person", null)));
        Assert.All(outcomes, x => x.Ok());
        Assert.Equal(6, await plane.QueryAsync(db => db.Entries.Select(x => x.Rejections).SingleAsync()));
        Assert.Equal(1, await plane.QueryAsync(db => db.Suspensions.CountAsync()));
    }

    private static async Task<(Guid List, TestOutbox Outbox)> SuspendedAsync(TestPlane plane, bool another = false)
    {
        var unit = await plane.EnrolAsync();
        var (list, entry) = await plane.WatchlistAsync();
        if (another) await plane.AddEntryAsync(list, "Volunteer Two");
        var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        await plane.AuthoriseAsync(drafted.Id);
        var outbox = await plane.OutboxAsync(unit, drafted.Id, entry.Reference);
        await plane.Ingest.IngestAsync([outbox.Message(1, Guid.NewGuid()), outbox.Message(2, Guid.NewGuid())], default);
        await RejectAllAsync(plane);
        return (list, outbox);
    }

    private static async Task RejectAllAsync(TestPlane plane)
    {
        foreach (var alert in (await plane.Alerts.NewestAsync(plane.Operator, 10, undecidedOnly: true)).Ok())
            (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Reject, "Another person", null)).Ok();
    }

    private static async Task<(EntryStatus Status, int Rejections)> StatusAsync(TestPlane plane, Guid list)
    {
        var entry = Assert.Single((await plane.Watchlists.EntriesAsync(plane.Author, list)).Ok());
        return (entry.Status, entry.Rejections);
    }

    private static Task<List<long>> VersionsAsync(TestPlane plane) => plane.QueryAsync(db => db.Assignments.OrderBy(x => x.UnitId).Select(x => x.DesiredVersion).ToListAsync());
}
