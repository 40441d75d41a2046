using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Tests.Support;

namespace Signpost.ControlPlane.Tests.Staff;

public sealed class SqliteStaffServiceTests(SqliteServer server) : StaffServiceTests(server);

public sealed class PostgresStaffServiceTests(PostgresServer server) : StaffServiceTests(server);

public abstract class StaffServiceTests(IDatabaseServer server) : StorageSuite(server)
{
    private static readonly string Scheme = IdentityConstants.BearerScheme;

    [Fact]
    public async Task SignIn_RightPassword_GivesAPrincipalThatComesBack()
    {
        await using var plane = await StartAsync();
        var signedIn = (await plane.Staff.SignInAsync("Author", TestPlane.Password, Scheme)).Ok();
        Assert.Equal(plane.Author, signedIn.Member);
        Assert.Equal(plane.Author, StaffMember.From(signedIn.Principal));
        Assert.Equal(plane.Author, await plane.Staff.CurrentAsync(signedIn.Principal));
    }

    [Theory]
    [InlineData("author", "wrong")]
    [InlineData("nobody", TestPlane.Password)]
    [InlineData("", TestPlane.Password)]
    [InlineData("author", "")]
    public async Task SignIn_Wrong_SaysNotWhat(string name, string password)
    {
        await using var plane = await StartAsync();
        (await plane.Staff.SignInAsync(name, password, Scheme)).Refused("staff.sign-in-failed");
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswords_LocksForFiveMinutes()
    {
        await using var plane = await StartAsync();
        for (var i = 0; i < 4; i++) (await plane.Staff.SignInAsync("author", "wrong password", Scheme)).Refused("staff.sign-in-failed");
        (await plane.Staff.SignInAsync("author", "wrong password", Scheme)).Refused("staff.locked-out");
        (await plane.Staff.SignInAsync("author", TestPlane.Password, Scheme)).Refused("staff.locked-out");
        plane.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        (await plane.Staff.SignInAsync("author", TestPlane.Password, Scheme)).Ok();
        Assert.Equal(6, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.SignInRefused)));
    }

    [Fact]
    public async Task SignIn_WrongPasswordsAllAtOnce_AreAllCounted()
    {
        await using var plane = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => plane.Staff.SignInAsync("author", "wrong password", Scheme)));
        (await plane.Staff.SignInAsync("author", TestPlane.Password, Scheme)).Refused("staff.locked-out");
    }

    [Fact]
    public async Task Disable_SignedInElsewhere_IsOutAtOnce()
    {
        await using var plane = await StartAsync();
        var signedIn = (await plane.Staff.SignInAsync("operator", TestPlane.Password, Scheme)).Ok();
        (await plane.Staff.DisableAsync(plane.Administrator, plane.Operator.Id)).Ok();
        Assert.Null(await plane.Staff.CurrentAsync(signedIn.Principal));
        (await plane.Staff.SignInAsync("operator", TestPlane.Password, Scheme)).Refused("staff.sign-in-failed");
        (await plane.Staff.DisableAsync(plane.Administrator, plane.Administrator.Id)).Refused("staff.own-account");
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
        (await plane.Staff.SignInAsync("op2", TestPlane.Password, Scheme)).Ok();
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
