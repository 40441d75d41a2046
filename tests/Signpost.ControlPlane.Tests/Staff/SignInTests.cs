using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Factors;
using Signpost.ControlPlane.Tests.Support;
using static Signpost.ControlPlane.Tests.Support.SigningIn;

namespace Signpost.ControlPlane.Tests.Staff;

public sealed class SqliteSignInTests(SqliteServer server) : SignInTests(server);

public sealed class PostgresSignInTests(PostgresServer server) : SignInTests(server);

public abstract class SignInTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Password_InADemonstration_GivesAPrincipalThatComesBack()
    {
        await using var plane = await StartAsync();
        var signedIn = await plane.SignedInAsync("Author");
        Assert.Equal(plane.Author, signedIn.Member with { SessionId = null });
        Assert.Equal(signedIn.Member, StaffMember.From(signedIn.Principal));
        Assert.Equal(signedIn.Member, await plane.Sessions.CurrentAsync(signedIn.Principal));
    }

    [Fact]
    public async Task Password_WhereASecondFactorIsNeeded_OpensNothing()
    {
        await using var plane = await StartAsync(demonstration: false);
        var progress = await plane.PasswordAsync("author");
        Assert.Null(progress.SignedIn);
        Assert.True(progress.Pending!.SetUp);
        Assert.Equal(0, await plane.QueryAsync(db => db.Sessions.CountAsync()));
        (await plane.SignIn.CodeAsync(progress.Pending, "000000", Door)).Refused("staff.code");
        (await plane.SignIn.CodeAsync(progress.Pending, "AAAAA-AAAAA", Door)).Refused("staff.code");
    }

    [Fact]
    public async Task Password_InADemonstrationWithAFactorSetUp_IsNotEnough()
    {
        await using var plane = await StartAsync();
        var member = (await plane.SignedInAsync("author")).Member;
        var setUp = (await plane.Factors.BeginAuthenticatorAsync(FactorOwner.Of(member))).Ok();
        (await plane.Factors.ConfirmAuthenticatorAsync(FactorOwner.Of(member), setUp.Id, plane.Code(setUp.Key))).Ok();
        Assert.Null((await plane.PasswordAsync("author")).SignedIn);
    }

    [Theory]
    [InlineData("author", "wrong")]
    [InlineData("nobody", TestPlane.Password)]
    [InlineData("", TestPlane.Password)]
    [InlineData("author", "")]
    public async Task Password_Wrong_SaysNotWhat(string name, string password)
    {
        await using var plane = await StartAsync();
        (await plane.SignIn.PasswordAsync(name, password, Door)).Refused("staff.sign-in-failed");
    }

    [Fact]
    public async Task Password_FiveWrong_LocksForFiveMinutes()
    {
        await using var plane = await StartAsync();
        for (var i = 0; i < 4; i++) (await plane.SignIn.PasswordAsync("author", "wrong password", Door)).Refused("staff.sign-in-failed");
        (await plane.SignIn.PasswordAsync("author", "wrong password", Door)).Refused("staff.locked-out");
        (await plane.SignIn.PasswordAsync("author", TestPlane.Password, Door)).Refused("staff.locked-out");
        plane.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await plane.SignedInAsync("author");
        Assert.Equal(6, await CountAsync(plane, AuditActions.SignInRefused));
        Assert.Equal(1, await CountAsync(plane, AuditActions.StaffLockedOut));
    }

    [Fact]
    public async Task Password_WrongAllAtOnce_AreAllCounted()
    {
        await using var plane = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => plane.SignIn.PasswordAsync("author", "wrong password", Door)));
        (await plane.SignIn.PasswordAsync("author", TestPlane.Password, Door)).Refused("staff.locked-out");
    }

    [Fact]
    public async Task Code_OfTheAuthenticator_OpensASessionOnce()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (first, key, _) = await plane.SetUpAuthenticatorAsync("author");
        Assert.Equal(plane.Author, first.Member with { SessionId = null });
        var pending = (await plane.PasswordAsync("author")).Pending!;
        Assert.False(pending.SetUp);
        var code = plane.Code(key);
        var signedIn = (await plane.SignIn.CodeAsync(pending, code, Door)).Ok();
        Assert.NotNull(await plane.Sessions.CurrentAsync(signedIn.Principal));
        // Whoever looked over a shoulder has a code that was used, and a first factor is no second one.
        (await plane.SignIn.CodeAsync((await plane.PasswordAsync("author")).Pending!, code, Door)).Refused("staff.code");
        var stale = (await plane.PasswordAsync("author")).Pending!;
        plane.Time.Advance(TimeSpan.FromMinutes(11));
        (await plane.SignIn.CodeAsync(stale, plane.Code(key), Door)).Refused("staff.signed-out");
    }

    [Fact]
    public async Task Code_SentTwiceAtOnce_CountsOnce()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (_, key, _) = await plane.SetUpAuthenticatorAsync("author");
        var pending = (await plane.PasswordAsync("author")).Pending!;
        var code = plane.Code(key);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => plane.SignIn.CodeAsync(pending, code, Door)));
        Assert.Single(outcomes, outcome => outcome.Succeeded(out _, out _));
    }

    [Fact]
    public async Task Code_FiveWrong_LocksHoweverOftenThePasswordIsGiven()
    {
        await using var plane = await StartAsync(demonstration: false);
        await plane.SetUpAuthenticatorAsync("author");
        for (var i = 0; i < 4; i++) (await plane.SignIn.CodeAsync((await plane.PasswordAsync("author")).Pending!, "ABCDE-12345", Door)).Refused("staff.code");
        (await plane.SignIn.CodeAsync((await plane.PasswordAsync("author")).Pending!, "ABCDE-12345", Door)).Refused("staff.locked-out");
        (await plane.SignIn.PasswordAsync("author", TestPlane.Password, Door)).Refused("staff.locked-out");
    }

    [Fact]
    public async Task RecoveryCode_CountsOnce()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (_, _, codes) = await plane.SetUpAuthenticatorAsync("author");
        Assert.Equal(10, codes.Distinct().Count());
        var typed = codes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
        (await plane.SignIn.CodeAsync((await plane.PasswordAsync("author")).Pending!, typed, Door)).Ok();
        (await plane.SignIn.CodeAsync((await plane.PasswordAsync("author")).Pending!, codes[3], Door)).Refused("staff.code");
        (await plane.SignIn.CodeAsync((await plane.PasswordAsync("author")).Pending!, codes[4], Door)).Ok();
    }

    [Fact]
    public async Task Passkey_Made_SignsInAloneAndItsAnswerOnlyOnce()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (_, authenticator) = await plane.SetUpPasskeyAsync("author");
        using var _ = authenticator;
        var asked = (await plane.SignIn.AskPasskeyAsync(null)).Ok();
        var answer = authenticator.Answer(asked.Options);
        var signedIn = (await plane.SignIn.PasskeyAsync(asked.Id, answer, null, Door)).Ok();
        Assert.Equal(plane.Author, signedIn.Member with { SessionId = null });
        (await plane.SignIn.PasskeyAsync(asked.Id, answer, null, Door)).Refused("staff.passkey");
        var again = (await plane.SignIn.AskPasskeyAsync(null)).Ok();
        (await plane.SignIn.PasskeyAsync(again.Id, answer, null, Door)).Refused("staff.passkey");
        var late = (await plane.SignIn.AskPasskeyAsync(null)).Ok();
        plane.Time.Advance(Ceremonies.Lifetime);
        (await plane.SignIn.PasskeyAsync(late.Id, authenticator.Answer(late.Options), null, Door)).Refused("staff.passkey");
    }

    [Fact]
    public async Task Passkey_OfAnotherPageOrNotUnlockedOrUnknown_IsRefused()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (_, authenticator) = await plane.SetUpPasskeyAsync("author");
        using var _ = authenticator;
        authenticator.Verifies = false;
        var asked = (await plane.SignIn.AskPasskeyAsync(null)).Ok();
        (await plane.SignIn.PasskeyAsync(asked.Id, authenticator.Answer(asked.Options), null, Door)).Refused("staff.passkey");

        using var elsewhere = new TestAuthenticator("http://localhost:1");
        var pending = FactorOwner.Of((await plane.PasswordAsync("operator")).Pending!, Door);
        var making = (await plane.Factors.BeginPasskeyAsync(pending)).Ok();
        (await plane.Factors.AddPasskeyAsync(pending, making.Id, elsewhere.Register(making.Options), "Key")).Refused("staff.passkey");
        asked = (await plane.SignIn.AskPasskeyAsync(null)).Ok();
        (await plane.SignIn.PasskeyAsync(asked.Id, elsewhere.Answer(asked.Options), null, Door)).Refused("staff.passkey");
        foreach (var nothing in new[] { "{}", "null", "[]", "\"x\"", "{\"id\":1}", new string('[', 10_000) })
        {
            asked = (await plane.SignIn.AskPasskeyAsync(null)).Ok();
            (await plane.SignIn.PasskeyAsync(asked.Id, nothing, null, Door)).Refused("staff.passkey");
        }
    }

    [Fact]
    public async Task Passkey_AsSecondFactor_HasToBeTheAccounts()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (_, authors) = await plane.SetUpPasskeyAsync("author");
        var (_, operators) = await plane.SetUpPasskeyAsync("operator");
        using var one = authors;
        using var other = operators;
        var pending = (await plane.PasswordAsync("author")).Pending!;
        var asked = (await plane.SignIn.AskPasskeyAsync(pending)).Ok();
        (await plane.SignIn.PasskeyAsync(asked.Id, operators.Answer(asked.Options), pending, Door)).Refused("staff.passkey");
        asked = (await plane.SignIn.AskPasskeyAsync(pending)).Ok();
        (await plane.SignIn.PasskeyAsync(asked.Id, authors.Answer(asked.Options), null, Door)).Refused("staff.passkey");
        asked = (await plane.SignIn.AskPasskeyAsync(pending)).Ok();
        (await plane.SignIn.PasskeyAsync(asked.Id, authors.Answer(asked.Options), pending, Door)).Ok();
    }

    [Fact]
    public async Task Provider_NamesAnAccount_IsAFirstFactorUnlessItAskedForTwo()
    {
        await using var plane = await StartAsync(demonstration: false);
        Assert.True((await plane.SignIn.ProviderAsync(new("author", null, null, Strong: false), Door)).Ok().Pending!.SetUp);
        Assert.Equal(plane.Author, (await plane.SignIn.ProviderAsync(new("author", TestForce.AuthorId, "author", Strong: true), Door)).Ok().SignedIn!.Member with { SessionId = null });
        (await plane.SignIn.ProviderAsync(new("stranger", null, null, Strong: true), Door)).Refused("staff.provider");
        (await plane.SignIn.ProviderAsync(new("author", "officer-z", null, Strong: true), Door)).Refused("staff.provider");
        (await plane.SignIn.ProviderAsync(new("author", null, "administrator", Strong: true), Door)).Refused("staff.provider");
        (await plane.Staff.DisableAsync(plane.Administrator, plane.Author.Id)).Ok();
        (await plane.SignIn.ProviderAsync(new("author", null, null, Strong: true), Door)).Refused("staff.provider");
        Assert.Equal(4, await CountAsync(plane, AuditActions.SignInRefused));
    }

    [Fact]
    public async Task SignIn_CutAtAnyStep_LeavesSessionAndRecordOrNeither()
    {
        await using var plane = await StartAsync();
        var step = 0;
        do
        {
            plane.Storage.BlowAt(++step);
            try
            {
                await plane.PasswordAsync("author");
            }
            catch (Exception) when (plane.Storage.HasBlown)
            {
                // As meant.
            }

            var blown = plane.Storage.HasBlown;
            plane.Storage.BlowAt(0);
            Assert.Equal(await plane.QueryAsync(db => db.Sessions.CountAsync()), await CountAsync(plane, AuditActions.SignedIn));
            if (!blown) break;
        }
        while (step < 100);
        Assert.InRange(step, 5, 99);
    }

    [Fact]
    public async Task Secrets_InTheDatabase_AreNotThere()
    {
        await using var plane = await StartAsync(demonstration: false);
        var (_, key, codes) = await plane.SetUpAuthenticatorAsync("author");
        var kept = await plane.QueryAsync(db => db.UserTokens.Select(x => x.Value).ToListAsync());
        Assert.Equal(2, kept.Count);
        Assert.All(kept, value => Assert.All([key, .. codes], secret => Assert.DoesNotContain(secret, value, StringComparison.Ordinal)));
    }

    private static Task<int> CountAsync(TestPlane plane, string action) => plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == action));
}
