using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Staff.SignIn;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff.Factors;

internal sealed class FactorService(
    Transactions transactions, StaffManagers managers, Ceremonies ceremonies, SessionFeed feed, IPasswordHasher<StaffAccount> hasher, StaffOptions options,
    DeploymentOptions force, TimeProvider time)
    : IFactorService
{
    private const int RecoveryCodes = 10;
    private const int LongestName = 64;
    private const int LongestCredential = 64 * 1024;

    private static readonly Problem SignInAgain = Problem.Forbidden("staff.sign-in-again", "Sign in again first: what you sign in with is changed only within 15 minutes of signing in.");
    private static readonly Problem LastFactor = Problem.Conflict("staff.last-factor", "This is your last second factor. Add another one first.");
    private static readonly Problem Busy = Problem.Conflict("staff.busy", "Too many people sign in at once; try again in a few minutes.");
    private static readonly Problem TooLate = Problem.Conflict("staff.too-late", "This took more than five minutes, or was done already: begin anew.");
    private static readonly Problem WrongCode = Problem.Invalid("staff.code", "This is not the code that the app shows now. Look whether its clock is right.");
    private static readonly Problem WrongPasskey = Problem.Invalid("staff.passkey", "The passkey's answer cannot be used. Try again, or use another one.");
    private static readonly Problem WrongPassword = Problem.Invalid("staff.password", "The current password is wrong.");

    public async Task<Outcome<FactorsView>> ViewAsync(StaffMember actor, CancellationToken cancel = default)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var manager = managers.For(db);
        if (await manager.FindByIdAsync(actor.Id.ToString()) is not { } account) return AccountRules.NotFound;
        return await ViewAsync(db, manager, account, actor, cancel);
    }

    public async Task<Outcome<AuthenticatorSetUp>> BeginAuthenticatorAsync(FactorOwner owner, CancellationToken cancel = default) =>
        await BeginAsync<AuthenticatorSetUp>(
            owner,
            (_, account) =>
            {
                var key = Totp.NewKey();
                return Task.FromResult<Outcome<AuthenticatorSetUp>>(ceremonies.Begin(Authenticator(owner), key) is { } id ? SetUp(id, key, account) : Busy);
            },
            cancel);

    public async Task<Outcome<AuthenticatorSetUp>> AuthenticatorAsync(FactorOwner owner, string setUp, CancellationToken cancel = default) =>
        await BeginAsync<AuthenticatorSetUp>(
            owner, (_, account) => Task.FromResult<Outcome<AuthenticatorSetUp>>(ceremonies.Look(setUp, Authenticator(owner)) is { } key ? SetUp(setUp, key, account) : TooLate), cancel);

    public async Task<Outcome<FactorAdded>> ConfirmAuthenticatorAsync(FactorOwner owner, string setUp, string code, CancellationToken cancel = default)
    {
        if (ceremonies.Look(setUp, Authenticator(owner)) is not { } key) return TooLate;
        var digits = string.Concat((code ?? "").Where(char.IsAsciiDigit));
        if (Totp.Match(key, digits, time.GetUtcNow(), 0) is not { } step) return WrongCode;
        if (ceremonies.Take(setUp, Authenticator(owner)) is null) return TooLate;
        return await ChangeAsync<FactorAdded>(
            owner,
            async (work, manager, account) =>
            {
                await manager.SetAuthenticatorKeyAsync(account, key);
                account.LastCodeStep = step;
                await StaffManager.MustAsync(manager.SetTwoFactorEnabledAsync(account, true));
                work.Record(AuditActions.FactorAdded, [AuditSubject.Staff(account.Id)], [("factor", "authenticator")]);
                return await AddedAsync(work, manager, account, owner, "code", cancel);
            },
            cancel);
    }

    public Task<Outcome<FactorsView>> RemoveAuthenticatorAsync(StaffMember actor, CancellationToken cancel = default) => ChangeAsync<FactorsView>(
        FactorOwner.Of(actor),
        async (work, manager, account) =>
        {
            if (!options.PasswordAlone && (await manager.GetPasskeysAsync(account)).Count == 0) return LastFactor;
            await manager.SetAuthenticatorKeyAsync(account, null);
            await StaffManager.MustAsync(manager.SetTwoFactorEnabledAsync(account, false));
            work.Record(AuditActions.FactorRemoved, [AuditSubject.Staff(account.Id)], [("factor", "authenticator")]);
            return await ViewAsync(work.Db, manager, account, actor, cancel);
        },
        cancel);

    public async Task<Outcome<PasskeyCeremony>> BeginPasskeyAsync(FactorOwner owner, CancellationToken cancel = default) => await BeginAsync<PasskeyCeremony>(
        owner,
        async (manager, account) =>
        {
            var entity = new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = $"{account.UserName}, sign-in" };
            var asked = await managers.Passkeys(manager).MakeCreationOptionsAsync(entity, StaffManagers.NoRequest());
            return ceremonies.Begin(Passkey(owner), asked.AttestationState ?? "") is { } id ? new PasskeyCeremony(id, asked.CreationOptionsJson) : Busy;
        },
        cancel);

    public async Task<Outcome<FactorAdded>> AddPasskeyAsync(FactorOwner owner, string ceremony, string credential, string name, CancellationToken cancel = default)
    {
        if (Check.Line("staff.passkey-name", "The name", name, LongestName) is { } nameless) return nameless;
        if (credential is not { Length: > 0 and <= LongestCredential }) return WrongPasskey;
        if (ceremonies.Take(ceremony, Passkey(owner)) is not { } state) return TooLate;
        return await ChangeAsync<FactorAdded>(
            owner,
            async (work, manager, account) =>
            {
                var context = new PasskeyAttestationContext { HttpContext = StaffManagers.NoRequest(), CredentialJson = credential, AttestationState = state };
                var answer = await managers.Passkeys(manager).PerformAttestationAsync(context);
                if (!answer.Succeeded || answer.UserEntity.Id != account.Id.ToString() || await manager.FindByPasskeyIdAsync(answer.Passkey.CredentialId) is not null) return WrongPasskey;
                answer.Passkey.Name = name.Trim();
                await StaffManager.MustAsync(manager.AddOrUpdatePasskeyAsync(account, answer.Passkey));
                await StaffManager.MustAsync(manager.UpdateSecurityStampAsync(account));
                work.Record(AuditActions.FactorAdded, [AuditSubject.Staff(account.Id)], [("factor", "passkey")]);
                return await AddedAsync(work, manager, account, owner, "passkey", cancel);
            },
            cancel);
    }

    public Task<Outcome<FactorsView>> RemovePasskeyAsync(StaffMember actor, string id, CancellationToken cancel = default) => ChangeAsync<FactorsView>(
        FactorOwner.Of(actor),
        async (work, manager, account) =>
        {
            var passkeys = await manager.GetPasskeysAsync(account);
            if (passkeys.FirstOrDefault(x => Base64Url.EncodeToString(x.CredentialId) == id) is not { } passkey) return Problem.NotFound("staff.passkey", "There is no such passkey.");
            if (!options.PasswordAlone && !account.TwoFactorEnabled && passkeys.Count == 1) return LastFactor;
            await StaffManager.MustAsync(manager.RemovePasskeyAsync(account, passkey.CredentialId));
            await StaffManager.MustAsync(manager.UpdateSecurityStampAsync(account));
            work.Record(AuditActions.FactorRemoved, [AuditSubject.Staff(account.Id)], [("factor", "passkey")]);
            var view = await ViewAsync(work.Db, manager, account, actor, cancel);
            // What is deleted in this transaction is still found by a query.
            return view with { Passkeys = [.. view.Passkeys.Where(x => x.Id != id)] };
        },
        cancel);

    public Task<Outcome<IReadOnlyList<string>>> NewRecoveryCodesAsync(StaffMember actor, CancellationToken cancel = default) => ChangeAsync<IReadOnlyList<string>>(
        FactorOwner.Of(actor),
        async (work, manager, account) =>
        {
            var codes = await manager.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes);
            work.Record(AuditActions.RecoveryCodesMade, [AuditSubject.Staff(account.Id)]);
            return Outcome.Of<IReadOnlyList<string>>([.. codes!]);
        },
        cancel);

    public async Task<Outcome<FactorsView>> ChangePasswordAsync(StaffMember actor, string current, string next, CancellationToken cancel = default)
    {
        if (AccountRules.CheckPassword(next) is { } wrong) return wrong;
        string? hash;
        await using (var db = await transactions.ReadAsync(cancel))
        {
            hash = await db.Users.Where(x => x.Id == actor.Id).Select(x => x.PasswordHash).SingleOrDefaultAsync(cancel);
        }

        // Slow hashes run outside of the transaction.
        var right = hash is not null && current is { Length: > 0 and <= AccountRules.LongestPassword }
            && hasher.VerifyHashedPassword(new StaffAccount(), hash, current) != PasswordVerificationResult.Failed;
        if (!right) return await RefusePasswordAsync(actor, cancel);
        var nextHash = hasher.HashPassword(new StaffAccount(), next);
        return await ChangeAsync<FactorsView>(
            FactorOwner.Of(actor),
            async (work, manager, account) =>
            {
                if (account.PasswordHash != hash) return WrongPassword;
                account.PasswordHash = nextHash;
                await StaffManager.MustAsync(manager.UpdateSecurityStampAsync(account));
                work.Record(AuditActions.PasswordChanged, [AuditSubject.Staff(account.Id)]);
                return await ViewAsync(work.Db, manager, account, actor, cancel);
            },
            cancel);
    }

    // Counted and on record like a wrong one at the door.
    private async Task<Problem> RefusePasswordAsync(StaffMember actor, CancellationToken cancel)
    {
        var refusal = WrongPassword;
        var counted = await transactions.SystemAsync<bool>(
            AuditActor.ControlPlane,
            async work =>
            {
                var manager = managers.For(work.Db);
                if (await manager.FindByIdAsync(actor.Id.ToString()) is not { } account) return false;
                refusal = await work.RefuseAsync(manager, account, "wrong password at a change", WrongPassword);
                return true;
            },
            cancel);
        return counted.Succeeded(out _, out var failed) ? refusal : failed;
    }

    private static string Authenticator(FactorOwner owner) => $"authenticator {owner.AccountId}";

    private static string Passkey(FactorOwner owner) => $"passkey {owner.AccountId}";

    private AuthenticatorSetUp SetUp(string id, string key, StaffAccount account) => new(id, key, Totp.Address(key, force.Force, account.UserName!));

    private async Task<Outcome<T>> BeginAsync<T>(FactorOwner owner, Func<StaffManager, StaffAccount, Task<Outcome<T>>> begin, CancellationToken cancel)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var manager = managers.For(db);
        var work = new Work(db, AuditActor.ControlPlane, time.GetUtcNow());
        return (await OwnAsync(work, manager, owner, cancel)).Succeeded(out var account, out var problem) ? await begin(manager, account) : problem;
    }

    private async Task<Outcome<T>> ChangeAsync<T>(FactorOwner owner, Func<Work, StaffManager, StaffAccount, Task<Outcome<T>>> change, CancellationToken cancel)
    {
        if (owner.Member is { } member) return await transactions.StaffAsync<T>(member, ChangeOwnAsync, cancel);
        return await transactions.SystemAsync<T>(AuditActor.ControlPlane, ChangeOwnAsync, cancel);

        async Task<Outcome<T>> ChangeOwnAsync(Work work)
        {
            var manager = managers.For(work.Db);
            if (!(await OwnAsync(work, manager, owner, cancel)).Succeeded(out var account, out var problem)) return problem;
            var outcome = await change(work, manager, account);
            if (outcome.Succeeded(out _, out _)) await SessionRules.EndAllAsync(work, feed, account.Id, owner.Member?.SessionId, cancel);
            return outcome;
        }
    }

    private static async Task<Outcome<StaffAccount>> OwnAsync(Work work, StaffManager manager, FactorOwner owner, CancellationToken cancel)
    {
        if (owner.Pending is { } pending)
        {
            // Who has a second factor gives it; it is not made anew with a password alone.
            if (await SignInService.PendingAccountAsync(work, manager, pending) is not { TwoFactorEnabled: false } waiting) return SessionRules.SignedOut;
            return (await manager.GetPasskeysAsync(waiting)).Count == 0 ? waiting : SessionRules.SignedOut;
        }

        var member = owner.Member!;
        if (await manager.FindByIdAsync(member.Id.ToString()) is not { DisabledAt: null } account) return SessionRules.SignedOut;
        return await IsFreshAsync(work.Db, member, work.Now, cancel) ? account : SignInAgain;
    }

    private static async Task<bool> IsFreshAsync(ControlPlaneDb db, StaffMember member, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - SessionRules.Fresh;
        return await db.Open(now).AnyAsync(x => x.Id == member.SessionId && x.StaffId == member.Id && x.StartedAt >= since, cancel);
    }

    private static async Task<FactorAdded> AddedAsync(Work work, StaffManager manager, StaffAccount account, FactorOwner owner, string second, CancellationToken cancel)
    {
        IReadOnlyList<string> codes = [];
        if (await manager.CountRecoveryCodesAsync(account) == 0) codes = [.. (await manager.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!];
        if (owner.Pending is not { } pending) return new FactorAdded(codes, null);
        account.AccessFailedCount = 0;
        return new FactorAdded(codes, await work.OpenSessionAsync(account, $"{pending.First}, {second}", owner.Door!, cancel));
    }

    private async Task<FactorsView> ViewAsync(ControlPlaneDb db, StaffManager manager, StaffAccount account, StaffMember actor, CancellationToken cancel)
    {
        var passkeys = await manager.GetPasskeysAsync(account);
        return new FactorsView(
            account.PasswordHash is not null,
            account.TwoFactorEnabled,
            await manager.CountRecoveryCodesAsync(account),
            [.. passkeys.OrderBy(x => x.CreatedAt).Select(x => new PasskeyView(Base64Url.EncodeToString(x.CredentialId), x.Name ?? "passkey", x.CreatedAt))],
            await IsFreshAsync(db, actor, time.GetUtcNow(), cancel));
    }
}
