using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units.Enrolment;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Units;

public sealed class SqliteEnrollerTests(SqliteServer server) : EnrollerTests(server);

public sealed class PostgresEnrollerTests(PostgresServer server) : EnrollerTests(server);

public abstract class EnrollerTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Enrol_WithAToken_OnceOnly()
    {
        await using var plane = await StartAsync();
        var token = (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok();
        using var unit = new TestUnit();
        var enrolled = (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest(token.Token, simulated: true), default)).Ok();
        Assert.Matches("^unit-[a-z2-9]{8}$", enrolled.Id);
        // With another request it is another unit, whatever its keys.
        (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest(token.Token, simulated: true), default)).Refused("enrolment.token");
        using var other = new TestUnit();
        (await plane.Get<Enroller>().EnrolAsync(other.EnrolRequest(token.Token, simulated: true), default)).Refused("enrolment.token");
        Assert.Empty((await plane.Units.ListAsync(plane.Operator)).Ok());
        (await plane.Enrolments.ApproveAsync(plane.Administrator, (await plane.WaitingAsync(enrolled.Id)).Id)).Ok();
        Assert.Equal("North gate", Assert.Single((await plane.Units.ListAsync(plane.Operator)).Ok()).Site);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.EnrolmentRequested)));
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.UnitEnrolled)));
    }

    [Fact]
    public async Task Enrol_OneTokenAllAtOnce_OneWins()
    {
        await using var plane = await StartAsync();
        var token = (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok();
        var units = Enumerable.Range(0, 6).Select(_ => new TestUnit()).ToList();
        var outcomes = await Task.WhenAll(units.Select(x => plane.Get<Enroller>().EnrolAsync(x.EnrolRequest(token.Token, simulated: true), default)));
        Assert.Single(outcomes, x => x.Problem is null);
        Assert.Equal(1, await plane.QueryAsync(db => db.Enrolments.CountAsync()));
        units.ForEach(x => x.Dispose());
    }

    [Fact]
    public async Task Enrol_TokenUnknownOrExpired_IsRefused()
    {
        await using var plane = await StartAsync();
        var token = (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok();
        using var unit = new TestUnit();
        (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest("not a token"), default)).Refused("enrolment.token");
        (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest(""), default)).Refused("enrolment.token");
        plane.Time.Advance(TimeSpan.FromMinutes(31));
        (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest(token.Token, simulated: true), default)).Refused("enrolment.token");
        Assert.False(await plane.QueryAsync(db => db.ClaimTokens.AnyAsync(x => x.UsedAt != null)));
    }

    [Fact]
    public async Task Enrol_WrongInAnyPart_IsRefusedAndTheTokenStaysGood()
    {
        await using var plane = await StartAsync();
        var token = (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok();
        using var unit = new TestUnit();
        using var other = new TestUnit();
        var good = unit.EnrolRequest(token.Token, simulated: true);
        var strangersProof = good.Clone();
        strangersProof.SigningProof = other.EnrolRequest(token.Token).SigningProof;
        var noBoard = good.Clone();
        noBoard.BoardDigest = ByteString.Empty;
        var noVersion = good.Clone();
        noVersion.SoftwareVersion = "";
        var brokenCsr = good.Clone();
        brokenCsr.IdentityCsr = ByteString.CopyFrom(1, 2, 3);
        brokenCsr.SigningProof = ByteString.CopyFrom(EnrolmentProof.Create(unit.SigningKey, token.Token, [1, 2, 3]));
        (await plane.Get<Enroller>().EnrolAsync(strangersProof, default)).Refused("enrolment.signing-proof");
        (await plane.Get<Enroller>().EnrolAsync(noBoard, default)).Refused("enrolment.board");
        (await plane.Get<Enroller>().EnrolAsync(noVersion, default)).Refused("enrolment.software-version");
        (await plane.Get<Enroller>().EnrolAsync(brokenCsr, default)).Refused("enrolment.csr");
        (await plane.Get<Enroller>().EnrolAsync(good, default)).Ok();
    }

    [Fact]
    public async Task Enrol_SimulatedBoard_OnlyInADemonstration()
    {
        await using var plane = await StartAsync(demonstration: false);
        var token = (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok();
        using var unit = new TestUnit();
        (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest(token.Token, simulated: true), default)).Refused("enrolment.simulated-board");
        (await plane.Get<Enroller>().EnrolAsync(unit.EnrolRequest(token.Token), default)).Ok();
    }

    [Fact]
    public async Task ClaimToken_InTheDatabase_IsAHash()
    {
        await using var plane = await StartAsync();
        var token = (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "North gate")).Ok();
        var row = await plane.QueryAsync(db => db.ClaimTokens.SingleAsync());
        Assert.Equal(32, row.TokenHash.Length);
        Assert.DoesNotContain(token.Token, System.Text.Encoding.UTF8.GetString(row.TokenHash), StringComparison.Ordinal);
        (await plane.Units.CreateClaimTokenAsync(plane.Operator, "North gate")).Refused("staff.forbidden");
        (await plane.Units.CreateClaimTokenAsync(plane.Engineer, "")).Refused("claim-token.site");
    }

    [Fact]
    public async Task Revoke_UnitUnderAnOrder_LeavesItAndIsNotDraftedAgain()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        await plane.AuthoriseAsync(drafted.Id);
        var revoked = (await plane.Units.RevokeAsync(plane.Engineer, unit.Id, "Stolen")).Ok();
        Assert.NotNull(revoked.RevokedAt);
        Assert.Null(revoked.DeploymentId);
        Assert.False(revoked.Connected);
        (await plane.Units.RevokeAsync(plane.Engineer, unit.Id, "Stolen")).Refused("unit.revoked");
        var (list, _) = await plane.WatchlistAsync();
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("order.unknown-unit");
    }
}
