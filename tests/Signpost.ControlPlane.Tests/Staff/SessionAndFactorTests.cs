using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff.Factors;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Tests.Support;
using static Signpost.ControlPlane.Tests.Support.SigningIn;

namespace Signpost.ControlPlane.Tests.Staff;

public sealed class SqliteSessionAndFactorTests(SqliteServer server) : SessionAndFactorTests(server);

public sealed class PostgresSessionAndFactorTests(PostgresServer server) : SessionAndFactorTests(server);

public abstract class SessionAndFactorTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Session_Ended_IsOutAtOnceAndNothingMoreIsStoredThroughIt()
    {
        await using var plane = await StartAsync();
        var desk = await plane.SignedInAsync("author");
        var laptop = await plane.SignedInAsync("author");
        List<Guid> told = [];
        plane.Get<SessionFeed>().Ended += told.Add;
        Assert.Equal([laptop.Member.SessionId, desk.Member.SessionId], (await plane.Sessions.ListAsync(laptop.Member, laptop.Member.Id)).Ok().Select(x => (Guid?)x.Id).OrderByDescending(x => x == laptop.Member.SessionId));
        (await plane.Sessions.EndAsync(laptop.Member, desk.Member.SessionId!.Value)).Ok();

        Assert.Equal([desk.Member.SessionId!.Value], told);
        Assert.Null(await plane.Sessions.CurrentAsync(desk.Principal));
        Assert.NotNull(await plane.Sessions.CurrentAsync(laptop.Principal));
        // A page that was open still holds who it acted for.
        (await plane.Watchlists.CreateAsync(desk.Member, new("Too late"))).Refused("staff.signed-out");
        (await plane.Watchlists.CreateAsync(laptop.Member, new("In time"))).Ok();
        Assert.Single((await plane.Sessions.ListAsync(laptop.Member, laptop.Member.Id)).Ok());
        (await plane.Sessions.EndAsync(laptop.Member, desk.Member.SessionId.Value)).Refused("session.not-found");
    }

    [Fact]
    public async Task Session_OfSomebodyElse_OnlyAnAdministratorSeesAndEnds()
    {
        await using var plane = await StartAsync();
        var author = await plane.SignedInAsync("author");
        (await plane.Sessions.ListAsync(plane.Operator, plane.Author.Id)).Refused("staff.forbidden");
        (await plane.Sessions.EndAsync(plane.Operator, author.Member.SessionId!.Value)).Refused("session.not-found");
        Assert.NotNull(await plane.Sessions.CurrentAsync(author.Principal));
        Assert.Single((await plane.Sessions.ListAsync(plane.Administrator, plane.Author.Id)).Ok());
        (await plane.Sessions.EndAsync(plane.Administrator, author.Member.SessionId.Value)).Ok();
        Assert.Null(await plane.Sessions.CurrentAsync(author.Principal));
        var row = await plane.QueryAsync(db => db.Audit.SingleAsync(x => x.Action == AuditActions.SessionEnded));
        Assert.Equal((plane.Administrator.Id, $"staff:{plane.Author.Id} session:{author.Member.SessionId}"), (row.StaffId!.Value, row.Subjects));
    }

    [Fact]
    public async Task Session_TimeOver_IsOut()
    {
        await using var plane = await StartAsync();
        var signedIn = await plane.SignedInAsync("author");
        plane.Time.Advance(Door.Lifetime - TimeSpan.FromSeconds(1));
        Assert.NotNull(await plane.Sessions.CurrentAsync(signedIn.Principal));
        plane.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await plane.Sessions.CurrentAsync(signedIn.Principal));
        plane.Time.Advance(SessionRules.Kept + TimeSpan.FromSeconds(1));
        var next = await plane.SignedInAsync("author");
        Assert.Equal([next.Member.SessionId!.Value], await plane.QueryAsync(db => db.Sessions.Select(x => x.Id).ToListAsync()));
    }

    [Fact]
    public async Task SignOut_EndsTheSessionOnRecord()
    {
        await using var plane = await StartAsync();
        var signedIn = await plane.SignedInAsync("author");
        (await plane.Sessions.SignOutAsync(signedIn.Member)).Ok();
        Assert.Null(await plane.Sessions.CurrentAsync(signedIn.Principal));
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.SignedOut)));
    }

    [Fact]
    public async Task Factors_OfAnOldSession_StayAsTheyAre()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (signedIn, _, _) = await plane.SetUpAuthenticatorAsync("author");
        Assert.True((await plane.Factors.ViewAsync(signedIn.Member)).Ok().Fresh);
        plane.Time.Advance(SessionRules.Fresh);
        Assert.False((await plane.Factors.ViewAsync(signedIn.Member)).Ok().Fresh);
        (await plane.Factors.BeginAuthenticatorAsync(FactorOwner.Of(signedIn.Member))).Refused("staff.sign-in-again");
        (await plane.Factors.BeginPasskeyAsync(FactorOwner.Of(signedIn.Member))).Refused("staff.sign-in-again");
        (await plane.Factors.RemoveAuthenticatorAsync(signedIn.Member)).Refused("staff.sign-in-again");
        (await plane.Factors.NewRecoveryCodesAsync(signedIn.Member)).Refused("staff.sign-in-again");
        (await plane.Factors.ChangePasswordAsync(signedIn.Member, TestPlane.Password, "another long password")).Refused("staff.sign-in-again");
    }

    [Fact]
    public async Task Factor_TheLast_StaysWhereOneIsNeeded()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (signedIn, authenticator) = await plane.SetUpPasskeyAsync("author");
        using var _ = authenticator;
        var only = Assert.Single((await plane.Factors.ViewAsync(signedIn.Member)).Ok().Passkeys);
        Assert.Equal("Key ring", only.Name);
        (await plane.Factors.RemovePasskeyAsync(signedIn.Member, only.Id)).Refused("staff.last-factor");
        var setUp = (await plane.Factors.BeginAuthenticatorAsync(FactorOwner.Of(signedIn.Member))).Ok();
        (await plane.Factors.ConfirmAuthenticatorAsync(FactorOwner.Of(signedIn.Member), setUp.Id, "12")).Refused("staff.code");
        Assert.Empty((await plane.Factors.ConfirmAuthenticatorAsync(FactorOwner.Of(signedIn.Member), setUp.Id, plane.Code(setUp.Key))).Ok().RecoveryCodes);
        Assert.Empty((await plane.Factors.RemovePasskeyAsync(signedIn.Member, only.Id)).Ok().Passkeys);
        Assert.Empty((await plane.Factors.ViewAsync(signedIn.Member)).Ok().Passkeys);
        (await plane.Factors.RemoveAuthenticatorAsync(signedIn.Member)).Refused("staff.last-factor");
        Assert.Equal([AuditActions.FactorAdded, AuditActions.FactorAdded, AuditActions.FactorRemoved],
            await plane.QueryAsync(db => db.Audit.Where(x => x.Action.StartsWith("staff.factor-")).OrderBy(x => x.Id).Select(x => x.Action).ToListAsync()));
    }

    [Fact]
    public async Task Password_Changed_EndsTheOtherSessions()
    {
        await using var plane = await StartAsync();
        var desk = await plane.SignedInAsync("author");
        var laptop = await plane.SignedInAsync("author");
        (await plane.Factors.ChangePasswordAsync(desk.Member, "not the password", "another long password")).Refused("staff.password");
        (await plane.Factors.ChangePasswordAsync(desk.Member, TestPlane.Password, "short")).Refused("staff.password");
        (await plane.Factors.ChangePasswordAsync(desk.Member, TestPlane.Password, "another long password")).Ok();
        Assert.NotNull(await plane.Sessions.CurrentAsync(desk.Principal));
        Assert.Null(await plane.Sessions.CurrentAsync(laptop.Principal));
        (await plane.SignIn.PasswordAsync("author", TestPlane.Password, Door)).Refused("staff.sign-in-failed");
        (await plane.SignIn.PasswordAsync("author", "another long password", Door)).Ok();
    }

    [Fact]
    public async Task SetUp_OfAnAccountThatHasAFactorByNow_IsRefused()
    {
        await using var plane = await StartAsync(demonstration: false);
        var pending = FactorOwner.Of((await plane.PasswordAsync("author")).Pending!, Door);
        var setUp = (await plane.Factors.BeginAuthenticatorAsync(pending)).Ok();
        var (_, authenticator) = await plane.SetUpPasskeyAsync("author");
        using var _ = authenticator;
        (await plane.Factors.ConfirmAuthenticatorAsync(pending, setUp.Id, plane.Code(setUp.Key))).Refused("staff.signed-out");
        (await plane.Factors.BeginPasskeyAsync(FactorOwner.Of((await plane.PasswordAsync("author")).Pending!, Door))).Refused("staff.signed-out");
    }
}
