using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units.Enrolment;

namespace Signpost.ControlPlane.Tests.Units;

public sealed class SqliteEnrolmentQueueTests(SqliteServer server) : EnrolmentQueueTests(server);

public sealed class PostgresEnrolmentQueueTests(PostgresServer server) : EnrolmentQueueTests(server);

/// <summary>A second person lets a unit in.</summary>
public abstract class EnrolmentQueueTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Waiting_UnitWithAToken_IsShownWithItsBoard()
    {
        await using var plane = await StartAsync();
        using var unit = new TestUnit();
        var id = await RequestAsync(plane, unit);
        var waiting = await plane.WaitingAsync(id);
        Assert.Equal(("North gate", plane.Engineer.UserName, true), (waiting.Site, waiting.TokenMadeBy, waiting.MayDecide));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("board"u8)), waiting.BoardDigest);
        Assert.False((await plane.Enrolments.WaitingAsync(plane.Engineer)).Ok().Single().MayDecide);
        (await plane.Enrolments.WaitingAsync(plane.Operator)).Refused("staff.forbidden");
    }

    [Fact]
    public async Task Approve_ByWhoMadeTheTokenOrByNobodyWhoMay_IsRefused()
    {
        await using var plane = await StartAsync();
        using var unit = new TestUnit();
        var waiting = await plane.WaitingAsync(await RequestAsync(plane, unit));
        (await plane.Enrolments.ApproveAsync(plane.Engineer, waiting.Id)).Refused("enrolment.same-person");
        foreach (var actor in new[] { plane.Author, plane.Officer, plane.Operator, plane.Auditor })
            (await plane.Enrolments.ApproveAsync(actor, waiting.Id)).Refused("staff.forbidden");
        Assert.False(await plane.QueryAsync(db => db.Units.AnyAsync()));
    }

    [Fact]
    public async Task Approve_AnotherFieldEngineer_LetsItIn()
    {
        await using var plane = await StartAsync();
        using var unit = new TestUnit();
        var request = unit.EnrolRequest((await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok().Token, simulated: true);
        var asked = (await plane.Get<Enroller>().EnrolAsync(request, default)).Ok();
        Assert.Equal((null, true), (asked.Certificate, asked.IsNew));
        Assert.Null((await plane.Get<Enroller>().EnrolAsync(request, default)).Ok().Certificate);
        var other = new StaffMember(Guid.NewGuid(), "another-engineer", StaffRole.FieldEngineer, null);
        var approved = (await plane.Enrolments.ApproveAsync(other, (await plane.WaitingAsync(asked.Id)).Id)).Ok();
        Assert.Equal(asked.Id, approved.Id);
        var first = (await plane.Get<Enroller>().EnrolAsync(request, default)).Ok().Certificate;
        Assert.NotNull(first);

        // The answer was lost: asked again, the same certificate comes.
        Assert.Equal(first, (await plane.Get<Enroller>().EnrolAsync(request, default)).Ok().Certificate);
        Assert.Empty((await plane.Enrolments.WaitingAsync(plane.Administrator)).Ok());
        (await plane.Enrolments.ApproveAsync(plane.Administrator, await plane.QueryAsync(db => db.Enrolments.Select(x => x.Id).SingleAsync()))).Refused("enrolment.decided");
    }

    [Fact]
    public async Task Refuse_UnitIsToldAndItsTokenIsUsedUp()
    {
        await using var plane = await StartAsync();
        using var unit = new TestUnit();
        var request = unit.EnrolRequest((await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok().Token, simulated: true);
        var asked = (await plane.Get<Enroller>().EnrolAsync(request, default)).Ok();
        var waiting = await plane.WaitingAsync(asked.Id);
        (await plane.Enrolments.RefuseAsync(plane.Engineer, waiting.Id, "")).Refused("enrolment.reason");
        (await plane.Enrolments.RefuseAsync(plane.Engineer, waiting.Id, "Not our unit")).Ok();
        (await plane.Get<Enroller>().EnrolAsync(request, default)).Refused("enrolment.refused");
        Assert.False(await plane.QueryAsync(db => db.Units.AnyAsync()));
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.EnrolmentRefused)));
    }

    [Fact]
    public async Task Approve_AfterADay_HasLapsed()
    {
        await using var plane = await StartAsync();
        using var unit = new TestUnit();
        var waiting = await plane.WaitingAsync(await RequestAsync(plane, unit));
        plane.Time.Advance(TimeSpan.FromHours(25));
        Assert.Empty((await plane.Enrolments.WaitingAsync(plane.Administrator)).Ok());
        (await plane.Enrolments.ApproveAsync(plane.Administrator, waiting.Id)).Refused("enrolment.lapsed");
    }

    private static async Task<string> RequestAsync(TestPlane plane, TestUnit unit)
    {
        var token = (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok();
        return (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest(token.Token, simulated: true), default)).Ok().Id;
    }
}
