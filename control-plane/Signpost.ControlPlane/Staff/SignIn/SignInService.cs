using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff.Factors;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff.SignIn;

internal sealed class SignInService(
    Transactions transactions, StaffManagers managers, Ceremonies ceremonies, IPasswordHasher<StaffAccount> hasher, ILookupNormalizer normaliser, StaffOptions options)
    : ISignInService
{
    /// <summary>Between the first factor and the second.</summary>
    public static readonly TimeSpan Pending = TimeSpan.FromMinutes(10);

    private const string Password = "password";
    private const string Provider = "provider";
    private const int LongestCode = 32;
    private const int LongestCredential = 16 * 1024;

    private static readonly Problem Refused = new(ProblemKind.Unauthenticated, "staff.sign-in-failed", "User name or password is wrong.");
    private static readonly Problem WrongCode = new(ProblemKind.Unauthenticated, "staff.code", "This code does not count: it is wrong, too old, or was used before.");
    private static readonly Problem WrongPasskey = new(ProblemKind.Unauthenticated, "staff.passkey", "This passkey signs nobody in here.");
    private static readonly Problem WrongProvider = new(ProblemKind.Unauthenticated, "staff.provider", "The identity provider knows you, but no account here is yours.");
    private static readonly Problem Busy = Problem.Conflict("staff.busy", "Too many people sign in at once; try again in a few minutes.");

    // Verified when there is no such account, so that the answer takes as long.
    private readonly string nobodysHash = hasher.HashPassword(new StaffAccount(), Guid.NewGuid().ToString());

    public async Task<Outcome<SignInProgress>> PasswordAsync(string userName, string password, SignInDoor door, CancellationToken cancel = default)
    {
        if (userName is not { Length: > 0 and <= AccountRules.LongestUserName } || password is not { Length: > 0 and <= AccountRules.LongestPassword }) return Refused;
        var name = normaliser.NormalizeName(userName);
        StaffAccount? found;
        await using (var db = await transactions.ReadAsync(cancel))
        {
            found = await db.Users.AsNoTracking().SingleOrDefaultAsync(x => x.NormalizedUserName == name, cancel);
        }

        // The slow hash runs outside of the transaction: it would hold up every writer.
        var matches = hasher.VerifyHashedPassword(found ?? new StaffAccount(), found?.PasswordHash ?? nobodysHash, password) != PasswordVerificationResult.Failed;
        return await AttemptAsync<SignInProgress>(
            async work =>
            {
                var manager = managers.For(work.Db);
                var account = found is null ? null : await manager.FindByIdAsync(found.Id.ToString());
                if (account is null) return Unknown(work, "unknown user", userName, Refused);
                // Meanwhile somebody may have changed the password.
                if (!matches || account.PasswordHash != found!.PasswordHash) return await work.RefuseAsync(manager, account, "wrong password", Refused);
                if (account.DisabledAt is not null || await manager.IsLockedOutAsync(account)) return await work.RefuseAsync(manager, account, "", Refused);
                return await FirstAsync(work, manager, account, Password, door, cancel);
            },
            cancel);
    }

    public Task<Outcome<SignedIn>> CodeAsync(PendingSignIn pending, string code, SignInDoor door, CancellationToken cancel = default) => AttemptAsync<SignedIn>(
        async work =>
        {
            var manager = managers.For(work.Db);
            if (await PendingAccountAsync(work, manager, pending) is not { } account) return Unknown(work, "first factor is over", "", SessionRules.SignedOut);
            if (await manager.IsLockedOutAsync(account)) return await work.RefuseAsync(manager, account, "", WrongCode);
            var (digits, recovery) = Read(code);
            string? second = null;
            if (digits is not null)
            {
                if (account.TwoFactorEnabled && await manager.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, digits)) second = "code";
            }
            else if (recovery is not null && (await manager.RedeemTwoFactorRecoveryCodeAsync(account, recovery)).Succeeded)
            {
                second = "recovery code";
            }

            if (second is null) return await work.RefuseAsync(manager, account, "wrong code", WrongCode);
            account.AccessFailedCount = 0;
            return await work.OpenSessionAsync(account, $"{pending.First}, {second}", door, cancel);
        },
        cancel);

    public async Task<Outcome<PasskeyCeremony>> AskPasskeyAsync(PendingSignIn? pending, CancellationToken cancel = default)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var manager = managers.For(db);
        var account = pending is null ? null : await manager.FindByIdAsync(pending.AccountId.ToString());
        var asked = await managers.Passkeys(manager).MakeRequestOptionsAsync(account, StaffManagers.NoRequest());
        return ceremonies.Begin(Purpose(pending), asked.AssertionState ?? "") is { } id ? new PasskeyCeremony(id, asked.RequestOptionsJson) : Busy;
    }

    public async Task<Outcome<SignedIn>> PasskeyAsync(string ceremony, string credential, PendingSignIn? pending, SignInDoor door, CancellationToken cancel = default)
    {
        if (credential is not { Length: > 0 and <= LongestCredential } || ceremonies.Take(ceremony, Purpose(pending)) is not { } state) return WrongPasskey;
        return await AttemptAsync<SignedIn>(
            async work =>
            {
                var manager = managers.For(work.Db);
                var context = new PasskeyAssertionContext { HttpContext = StaffManagers.NoRequest(), CredentialJson = credential, AssertionState = state };
                var answer = await managers.Passkeys(manager).PerformAssertionAsync(context);
                if (!answer.Succeeded) return Unknown(work, "passkey not believed", "", WrongPasskey);
                var account = answer.User;
                if (pending is not null && (account.Id != pending.AccountId || await PendingAccountAsync(work, manager, pending) is null))
                    return Unknown(work, "first factor is over", "", SessionRules.SignedOut);
                if (account.DisabledAt is not null) return await work.RefuseAsync(manager, account, "", WrongPasskey);
                await StaffManager.MustAsync(manager.AddOrUpdatePasskeyAsync(account, answer.Passkey));
                return await work.OpenSessionAsync(account, pending is null ? "passkey" : $"{pending.First}, passkey", door, cancel);
            },
            cancel);
    }

    public Task<Outcome<SignInProgress>> ProviderAsync(ProviderIdentity identity, SignInDoor door, CancellationToken cancel = default) => AttemptAsync<SignInProgress>(
        async work =>
        {
            var manager = managers.For(work.Db);
            var account = identity.Account.Length is > 0 and <= AccountRules.LongestUserName ? await manager.FindByNameAsync(identity.Account) : null;
            if (account is null) return Unknown(work, "unknown to this control plane", identity.Account, WrongProvider);
            if (account.DisabledAt is not null) return await work.RefuseAsync(manager, account, "", WrongProvider);
            var wrong = identity.OfficerId is { } officer && officer != account.OfficerId ? "another officer" : identity.Role is { } role && role != account.Role.Name() ? "another role" : null;
            if (wrong is not null)
            {
                work.Record(AuditActions.SignInRefused, [AuditSubject.Staff(account.Id)], [("why", $"provider names {wrong}")]);
                return WrongProvider;
            }

            if (!identity.Strong) return await FirstAsync(work, manager, account, Provider, door, cancel);
            return new SignInProgress(await work.OpenSessionAsync(account, Provider, door, cancel), null);
        },
        cancel);

    /// <summary>An account that gave its first factor and has not changed since; null otherwise.</summary>
    public static async Task<StaffAccount?> PendingAccountAsync(Work work, StaffManager manager, PendingSignIn pending)
    {
        var account = await manager.FindByIdAsync(pending.AccountId.ToString());
        return account is { DisabledAt: null } && pending.Until > work.Now && account.SecurityStamp == pending.Stamp ? account : null;
    }

    private async Task<Attempt<SignInProgress>> FirstAsync(Work work, StaffManager manager, StaffAccount account, string method, SignInDoor door, CancellationToken cancel)
    {
        var passkeys = (await manager.GetPasskeysAsync(account)).Count > 0;
        if (options.PasswordAlone && !account.TwoFactorEnabled && !passkeys)
        {
            account.AccessFailedCount = 0;
            return new SignInProgress(await work.OpenSessionAsync(account, method, door, cancel), null);
        }

        // Wrong codes go on counting: who knows the password does not begin anew with every try.
        account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        work.Record(AuditActions.FirstFactor, [AuditSubject.Staff(account.Id)], [("method", method)]);
        var setUp = !account.TwoFactorEnabled && !passkeys;
        return new SignInProgress(null, new PendingSignIn(account.Id, method, account.SecurityStamp!, work.Now + Pending, setUp) { Authenticator = account.TwoFactorEnabled, Passkeys = passkeys });
    }

    private static Problem Unknown(Work work, string why, string userName, Problem refusal)
    {
        work.Record(AuditActions.SignInRefused, [], [("why", why)], userName.Length == 0 ? null : [AuditDigest.Field(userName)]);
        return refusal;
    }

    private static string Purpose(PendingSignIn? pending) => pending is null ? "sign-in" : $"sign-in {pending.AccountId}";

    /// <summary>Six digits, or a recovery code as it was written down.</summary>
    private static (string? Digits, string? Recovery) Read(string? code)
    {
        if (code is null || code.Length > LongestCode) return (null, null);
        var kept = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (kept.Length == Totp.Digits && kept.All(char.IsAsciiDigit)) return (kept, null);
        return kept.Length == 10 ? (null, $"{kept[..5]}-{kept[5..]}") : (null, null);
    }

    // A refusal is a change too: it is counted and stands on record, so its transaction commits.
    private async Task<Outcome<T>> AttemptAsync<T>(Func<Work, Task<Attempt<T>>> attempt, CancellationToken cancel)
        where T : class
    {
        var outcome = await transactions.SystemAsync<Attempt<T>>(AuditActor.ControlPlane, async work => await attempt(work), cancel);
        if (!outcome.Succeeded(out var result, out var problem)) return problem;
        return result.Result is { } value ? value : result.Problem!;
    }

    private sealed record Attempt<T>(T? Result, Problem? Problem)
        where T : class
    {
        public static implicit operator Attempt<T>(T result) => new(result, null);

        public static implicit operator Attempt<T>(Problem problem) => new(null, problem);
    }
}
