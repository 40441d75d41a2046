using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Tests.Support;

namespace Signpost.ControlPlane.Tests.Alerts;

public sealed class SqliteAlertServiceTests(SqliteServer server) : AlertServiceTests(server);

public sealed class PostgresAlertServiceTests(PostgresServer server) : AlertServiceTests(server);

public abstract class AlertServiceTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Decide_OnceWithAReason_AndOnRecord()
    {
        await using var plane = await StartAsync();
        var alert = await AlertAsync(plane);
        (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Confirm, " ", null)).Refused("alert.reason");
        (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.None, "Same person", null)).Refused("alert.decision");
        (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Confirm, "Same person", 2)).Refused("alert.revision");
        (await plane.Alerts.DecideAsync(plane.Author, alert.Id, AlertDecision.Confirm, "Same person", null)).Refused("staff.forbidden");
        (await plane.Alerts.DecideAsync(plane.Operator, alert.Id + 1, AlertDecision.Confirm, "Same person", null)).Refused("alert.not-found");
        var decided = (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Confirm, "Same person", 1)).Ok();
        Assert.Equal("operator", decided.Decision!.DecidedBy);
        (await plane.Alerts.DecideAsync(plane.Officer, alert.Id, AlertDecision.Reject, "Another person", null)).Refused("alert.decided");
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.AlertDecided)));
        Assert.Empty((await plane.Alerts.NewestAsync(plane.Operator, 10, undecidedOnly: true)).Ok());
        Assert.Single((await plane.Alerts.NewestAsync(plane.Operator, 10, undecidedOnly: false)).Ok());
    }

    [Fact]
    public async Task Decide_TwoPeopleAtOnce_OneWins()
    {
        await using var plane = await StartAsync();
        var alert = await AlertAsync(plane);
        var outcomes = await Task.WhenAll(
            plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Confirm, "Same person", null),
            plane.Alerts.DecideAsync(plane.Officer, alert.Id, AlertDecision.Reject, "Another person", null));
        Assert.Single(outcomes, x => x.Problem is null);
        Assert.Equal("alert.decided", Assert.Single(outcomes, x => x.Problem is not null).Problem!.Code);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.AlertDecided)));
    }

    [Fact]
    public async Task Pictures_FirstLookOfEachPerson_IsOnRecord()
    {
        await using var plane = await StartAsync();
        var alert = await AlertAsync(plane);
        foreach (var actor in new[] { plane.Administrator, plane.Auditor, plane.Engineer, plane.Author })
        {
            (await plane.Alerts.ProbeAsync(actor, alert.Id)).Refused("staff.forbidden");
            (await plane.Alerts.ReferenceAsync(actor, alert.Id)).Refused("staff.forbidden");
        }

        (await plane.Alerts.ProbeAsync(plane.Operator, alert.Id)).Ok();
        (await plane.Alerts.ReferenceAsync(plane.Operator, alert.Id)).Ok();
        (await plane.Alerts.ProbeAsync(plane.Operator, alert.Id)).Ok();
        (await plane.Alerts.ProbeAsync(plane.Officer, alert.Id)).Ok();
        var seen = await plane.QueryAsync(db => db.Audit.Where(x => x.Action == AuditActions.AlertSeen).Select(x => x.Actor).ToListAsync());
        Assert.Equal(["officer", "operator"], seen.Order());
    }

    [Fact]
    public async Task List_ForThoseWhoSeeNoFaces_HasNoNames()
    {
        await using var plane = await StartAsync();
        await AlertAsync(plane);
        Assert.Null(Assert.Single((await plane.Alerts.ListAsync(plane.Auditor, 0, 10)).Ok()).DisplayName);
        Assert.Null(Assert.Single((await plane.Alerts.ListAsync(plane.Author, 0, 10)).Ok()).DisplayName);
        (await plane.Alerts.ListAsync(plane.Administrator, 0, 10)).Refused("staff.forbidden");
        (await plane.Alerts.ListAsync(plane.Engineer, 0, 10)).Refused("staff.forbidden");
    }

    [Fact]
    public async Task Feed_StoredRevisedDecided_IsToldAfterCommit()
    {
        await using var plane = await StartAsync();
        List<AlertChange> changes = [];
        plane.Get<IAlertFeed>().AlertChanged += _ => throw new InvalidOperationException("a careless listener");
        plane.Get<IAlertFeed>().AlertChanged += changes.Add;
        var outbox = await plane.ServingUnitAsync();
        var visit = Guid.NewGuid();
        await plane.Ingest.IngestAsync([outbox.Message(1, visit)], default);
        await plane.Ingest.IngestAsync([outbox.Message(2, visit, 2)], default);
        await plane.Ingest.IngestAsync([outbox.Message(2, visit, 2)], default);
        var alert = Assert.Single((await plane.Alerts.ListAsync(plane.Operator, 0, 10)).Ok());
        (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Reject, "Another person", null)).Ok();
        Assert.Equal(
            [new(alert.Id, outbox.UnitId, true, false), new(alert.Id, outbox.UnitId, false, false), new AlertChange(alert.Id, outbox.UnitId, false, true)],
            changes);
    }

    [Fact]
    public async Task List_AfterAnId_GivesOnlyLaterOnesInOrder()
    {
        await using var plane = await StartAsync();
        var outbox = await plane.ServingUnitAsync();
        await plane.Ingest.IngestAsync([.. Enumerable.Range(1, 6).Select(i => outbox.Message((ulong)i, Guid.NewGuid()))], default);
        var all = (await plane.Alerts.ListAsync(plane.Operator, 0, 100)).Ok();
        Assert.Equal(all.OrderBy(x => x.Id), all);
        Assert.Equal(all.Skip(2).Take(3), (await plane.Alerts.ListAsync(plane.Operator, all[1].Id, 3)).Ok(), (a, b) => a.Id == b.Id);
    }

    private static async Task<AlertView> AlertAsync(TestPlane plane)
    {
        var outbox = await plane.ServingUnitAsync();
        await plane.Ingest.IngestAsync([outbox.Message(1, Guid.NewGuid())], default);
        return Assert.Single((await plane.Alerts.ListAsync(plane.Operator, 0, 10)).Ok());
    }
}
