using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Tests.Support;
using static Signpost.ControlPlane.Tests.Support.SigningIn;

namespace Signpost.ControlPlane.Tests.Staff;

public sealed class SqliteStaffServiceTests(SqliteServer server) : StaffServiceTests(server);

public sealed class PostgresStaffServiceTests(PostgresServer server) : StaffServiceTests(server);

public abstract class StaffServiceTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Disable_SignedInElsewhere_IsOutAtOnce()
    {
        await using var plane = await StartAsync();
        var signedIn = await plane.SignedInAsync("operator");
        (await plane.Staff.DisableAsync(plane.Administrator, plane.Operator.Id)).Ok();
        Assert.Null(await plane.Sessions.CurrentAsync(signedIn.Principal));
        (await plane.SignIn.PasswordAsync("operator", TestPlane.Password, Door)).Refused("staff.sign-in-failed");
    }

    [Fact]
    public async Task Create_SecondAccountForOneOfficer_IsRefused()
    {
        await using var plane = await StartAsync();
        (await plane.Staff.CreateAsync(plane.Administrator, new NewStaff("author2", TestPlane.Password, StaffRole.Author, TestForce.AuthorId))).Refused("staff.officer-taken");
        (await plane.Staff.CreateAsync(plane.Administrator, new NewStaff("AUTHOR", TestPlane.Password, StaffRole.Author, null))).Refused("staff.user-name-taken");
        (await plane.Staff.CreateAsync(plane.Administrator, new NewStaff("op2", TestPlane.Password, StaffRole.Operator, "officer-c"))).Refused("staff.officer");
        (await plane.Staff.CreateAsync(plane.Administrator, new NewStaff("op2", "short", StaffRole.Operator, null))).Refused("staff.password");
        (await plane.Staff.CreateAsync(plane.Author, new NewStaff("op2", TestPlane.Password, StaffRole.Operator, null))).Refused("staff.forbidden");
        (await plane.Staff.CreateAsync(plane.Administrator, new NewStaff("op2", TestPlane.Password, StaffRole.Operator, null))).Ok();
        await plane.SignedInAsync("op2");
    }

    [Fact]
    public async Task Unlock_ByAnother_LetsTheAccountTryAgain()
    {
        await using var plane = await StartAsync();
        for (var i = 0; i < 5; i++) await plane.SignIn.PasswordAsync("author", "wrong password", Door);
        (await plane.SignIn.PasswordAsync("author", TestPlane.Password, Door)).Refused("staff.locked-out");
        (await plane.Staff.UnlockAsync(plane.Operator, plane.Author.Id)).Refused("staff.forbidden");
        Assert.False((await plane.Staff.UnlockAsync(plane.Administrator, plane.Author.Id)).Ok().LockedOut);
        await plane.SignedInAsync("author");
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.StaffUnlocked)));
    }

    [Fact]
    public async Task Reset_OfSomebodyWhoLostTheirFactors_StartsThemOver()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (first, key, codes) = await plane.SetUpAuthenticatorAsync("author");
        var pending = (await plane.PasswordAsync("author")).Pending!;
        (await plane.Staff.ResetAsync(plane.Administrator, plane.Author.Id, "a new first password")).Ok();
        Assert.Null(await plane.Sessions.CurrentAsync(first.Principal));
        (await plane.SignIn.CodeAsync(pending, plane.Code(key), Door)).Refused("staff.signed-out");
        (await plane.SignIn.PasswordAsync("author", TestPlane.Password, Door)).Refused("staff.sign-in-failed");
        var next = (await plane.SignIn.PasswordAsync("author", "a new first password", Door)).Ok().Pending!;
        Assert.True(next.SetUp);
        (await plane.SignIn.CodeAsync(next, plane.Code(key), Door)).Refused("staff.code");
        (await plane.SignIn.CodeAsync(next, codes[0], Door)).Refused("staff.code");
    }

    [Fact]
    public async Task Administrator_OnTheirOwnAccount_DoesNothing()
    {
        await using var plane = await StartAsync();
        var (self, id) = (plane.Administrator, plane.Administrator.Id);
        (await plane.Staff.DisableAsync(self, id)).Refused("staff.own-account");
        (await plane.Staff.UnlockAsync(self, id)).Refused("staff.own-account");
        (await plane.Staff.ResetAsync(self, id, "another long password")).Refused("staff.own-account");
        (await plane.Staff.CreateAsync(self, new NewStaff(self.UserName, TestPlane.Password, StaffRole.Author, null))).Refused("staff.user-name-taken");
    }

    [Fact]
    public async Task Administrator_SeesNoFacesAndDecidesAndSignsNothing()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        var (list, entry) = await plane.WatchlistAsync();
        var order = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        var self = plane.Administrator;
        (await plane.Watchlists.EntriesAsync(self, list)).Refused("staff.forbidden");
        (await plane.Watchlists.RemoveEntryAsync(self, entry.Id)).Refused("staff.forbidden");
        (await plane.Alerts.ListAsync(self, 0, 10)).Refused("staff.forbidden");
        (await plane.Deployments.DraftAsync(self, plane.Draft(list, unit.Id))).Refused("staff.forbidden");
        (await plane.Deployments.SigningRequestAsync(self, order.Id)).Refused("staff.forbidden");
        (await plane.Get<IRecordService>().ListAsync(self, null, 10)).Refused("staff.forbidden");
    }

    /// <summary>The claims of a session name one role, and what is asked next is the account's own, not the claims'.</summary>
    [Fact]
    public async Task Role_InForgedClaims_IsTheAccounts()
    {
        await using var plane = await StartAsync();
        var signedIn = await plane.SignedInAsync("administrator");
        var forged = (signedIn.Member with { Role = StaffRole.Operator, OfficerId = TestForce.AuthorId }).ToPrincipal("forged");
        Assert.Equal(signedIn.Member, await plane.Sessions.CurrentAsync(forged));
        var another = (signedIn.Member with { Id = plane.Operator.Id, Role = StaffRole.Operator }).ToPrincipal("forged");
        Assert.Null(await plane.Sessions.CurrentAsync(another));
    }

    [Fact]
    public async Task Records_OnlyTheAuditor_ReadsThem()
    {
        await using var plane = await StartAsync();
        (await plane.Get<IRecordService>().ListAsync(plane.Administrator, null, 10)).Refused("staff.forbidden");
        var records = (await plane.Get<IRecordService>().ListAsync(plane.Auditor, null, 1000)).Ok();
        Assert.Equal(7, records.Count(x => x.Action == AuditActions.StaffCreated));
        Assert.True(records.Zip(records.Skip(1)).All(x => x.First.Id > x.Second.Id));
    }
}
