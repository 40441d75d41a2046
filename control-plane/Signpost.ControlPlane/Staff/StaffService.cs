using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff;

internal sealed class StaffService(
    Transactions transactions, StaffManagers managers, SessionFeed feed, IPasswordHasher<StaffAccount> hasher, TimeProvider time) : IStaffService
{
    private static readonly Problem OwnAccount = Problem.Conflict("staff.own-account", "Nobody does this to their own account: ask another administrator.");

    public async Task<Outcome<IReadOnlyList<StaffView>>> ListAsync(StaffMember actor, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Administrator) is { } forbidden) return forbidden;
        await using var db = await transactions.ReadAsync(cancel);
        var accounts = await db.Users.AsNoTracking().OrderBy(x => x.NormalizedUserName).ToListAsync(cancel);
        var now = time.GetUtcNow();
        return Outcome.Of<IReadOnlyList<StaffView>>(accounts.ConvertAll(account => View(account, now)));
    }

    public async Task<Outcome<StaffView>> CreateAsync(StaffMember actor, NewStaff account, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Administrator) is { } forbidden) return forbidden;
        if (AccountRules.Check(account) is { } wrong) return wrong;
        var made = AccountRules.Make(account, hasher, time.GetUtcNow());
        return await transactions.StaffAsync<StaffView>(
            actor, async work => await work.AddAsync(managers.For(work.Db), made, cancel) is { } taken ? taken : View(made, work.Now), cancel);
    }

    public Task<Outcome<StaffView>> DisableAsync(StaffMember actor, Guid id, CancellationToken cancel = default) => ChangeAsync(
        actor,
        id,
        async (work, manager, account) =>
        {
            account.DisabledAt ??= work.Now;
            await StaffManager.MustAsync(manager.UpdateSecurityStampAsync(account));
            await SessionRules.EndAllAsync(work, feed, id, null, cancel);
            work.Record(AuditActions.StaffDisabled, [AuditSubject.Staff(id)]);
        },
        cancel);

    public Task<Outcome<StaffView>> UnlockAsync(StaffMember actor, Guid id, CancellationToken cancel = default) => ChangeAsync(
        actor,
        id,
        async (work, manager, account) =>
        {
            account.AccessFailedCount = 0;
            await StaffManager.MustAsync(manager.SetLockoutEndDateAsync(account, null));
            work.Record(AuditActions.StaffUnlocked, [AuditSubject.Staff(id)]);
        },
        cancel);

    public async Task<Outcome<StaffView>> ResetAsync(StaffMember actor, Guid id, string password, CancellationToken cancel = default)
    {
        if (AccountRules.CheckPassword(password) is { } weak) return weak;
        var hash = hasher.HashPassword(new StaffAccount(), password);
        return await ChangeAsync(
            actor,
            id,
            async (work, manager, account) =>
            {
                account.PasswordHash = hash;
                foreach (var passkey in await manager.GetPasskeysAsync(account)) await StaffManager.MustAsync(manager.RemovePasskeyAsync(account, passkey.CredentialId));
                await manager.SetAuthenticatorKeyAsync(account, null);
                await manager.GenerateNewTwoFactorRecoveryCodesAsync(account, 0);
                await StaffManager.MustAsync(manager.SetTwoFactorEnabledAsync(account, false));
                await SessionRules.EndAllAsync(work, feed, id, null, cancel);
                work.Record(AuditActions.StaffReset, [AuditSubject.Staff(id)]);
            },
            cancel);
    }

    private async Task<Outcome<StaffView>> ChangeAsync(StaffMember actor, Guid id, Func<Work, StaffManager, StaffAccount, Task> change, CancellationToken cancel)
    {
        if (actor.Require(StaffRole.Administrator) is { } forbidden) return forbidden;
        if (id == actor.Id) return OwnAccount;
        return await transactions.StaffAsync<StaffView>(
            actor,
            async work =>
            {
                var manager = managers.For(work.Db);
                if (await manager.FindByIdAsync(id.ToString()) is not { } account) return AccountRules.NotFound;
                await change(work, manager, account);
                return View(account, work.Now);
            },
            cancel);
    }

    private static StaffView View(StaffAccount account, DateTimeOffset now) =>
        new(account.Id, account.UserName!, account.Role, account.OfficerId, account.DisabledAt is not null, account.LockoutEnd > now, account.CreatedAt, account.LastSignInAt);
}
