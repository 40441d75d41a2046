using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff;

internal sealed class StaffService(Transactions transactions, IPasswordHasher<StaffAccount> hasher, ILookupNormalizer normaliser, TimeProvider time) : IStaffService
{
    /// <summary>Wrong passwords in a row that lock an account, and for how long.</summary>
    public const int AllowedFailures = 5;

    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(5);

    private static readonly Problem Refused = new(ProblemKind.Unauthenticated, "staff.sign-in-failed", "User name or password is wrong.");
    private static readonly Problem Locked = new(ProblemKind.Unauthenticated, "staff.locked-out", "Too many wrong passwords; try again in five minutes.");

    // Verified when there is no such account, so that the answer takes as long.
    private readonly string nobodysHash = hasher.HashPassword(new StaffAccount(), Guid.NewGuid().ToString());

    public async Task<Outcome<SignedIn>> SignInAsync(string userName, string password, string scheme, CancellationToken cancel = default)
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
        var attempt = await transactions.SystemAsync<Attempt>(
            AuditActor.ControlPlane, work => RecordAttemptAsync(work, userName, found, matches && found is not null, cancel), cancel);
        if (!attempt.Succeeded(out var result, out var problem)) return problem;
        return result.Account is null ? result.Problem! : SignIn(result.Account, scheme);
    }

    public async Task<Outcome<StaffView>> SignOutAsync(StaffMember actor, CancellationToken cancel = default) =>
        await transactions.StaffAsync<StaffView>(
            actor,
            async work =>
            {
                var account = await work.Db.Users.AsNoTracking().SingleOrDefaultAsync(x => x.Id == actor.Id, cancel);
                if (account is null) return AccountRules.NotFound;
                work.Record(AuditActions.SignedOut, [AuditSubject.Staff(actor.Id)]);
                return View(account, work.Now);
            },
            cancel);

    public async Task<StaffMember?> CurrentAsync(ClaimsPrincipal principal, CancellationToken cancel = default)
    {
        if (StaffMember.From(principal) is not { } claimed) return null;
        await using var db = await transactions.ReadAsync(cancel);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(x => x.Id == claimed.Id, cancel);
        if (account is not { DisabledAt: null } || account.SecurityStamp != principal.FindFirstValue(StaffMember.StampClaim)) return null;
        return Member(account);
    }

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
        var made = AccountRules.Make(account, hasher, normaliser, time.GetUtcNow());
        return await transactions.StaffAsync<StaffView>(
            actor,
            async work =>
            {
                if (await AccountRules.ConflictAsync(work.Db, made, cancel) is { } taken) return taken;
                work.Db.Users.Add(made);
                work.RecordCreated(made);
                return View(made, work.Now);
            },
            cancel);
    }

    public async Task<Outcome<StaffView>> DisableAsync(StaffMember actor, Guid id, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Administrator) is { } forbidden) return forbidden;
        if (id == actor.Id) return Problem.Conflict("staff.own-account", "Nobody disables their own account: ask another administrator.");
        return await transactions.StaffAsync<StaffView>(
            actor,
            async work =>
            {
                var account = await work.Db.Users.SingleOrDefaultAsync(x => x.Id == id, cancel);
                if (account is null) return AccountRules.NotFound;
                account.DisabledAt ??= work.Now;
                account.SecurityStamp = Guid.NewGuid().ToString("N");
                account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
                work.Record(AuditActions.StaffDisabled, [AuditSubject.Staff(id)]);
                return View(account, work.Now);
            },
            cancel);
    }

    private static async Task<Outcome<Attempt>> RecordAttemptAsync(Work work, string userName, StaffAccount? found, bool matches, CancellationToken cancel)
    {
        var account = found is null ? null : await work.Db.Users.SingleOrDefaultAsync(x => x.Id == found.Id, cancel);
        if (account is null)
        {
            work.Record(AuditActions.SignInRefused, [], [("why", "unknown user")], [AuditDigest.Field(userName)]);
            return new Attempt(null, Refused);
        }

        // Two attempts at once must both count: the second to commit sees this change and looks again.
        account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        var locked = account.LockoutEnd > work.Now;
        if (matches && !locked && account.DisabledAt is null)
        {
            account.AccessFailedCount = 0;
            account.LockoutEnd = null;
            account.LastSignInAt = work.Now;
            work.Record(AuditActions.SignedIn, [AuditSubject.Staff(account.Id)]);
            return new Attempt(account, null);
        }

        var why = account.DisabledAt is not null ? "disabled" : locked ? "locked out" : "wrong password";
        if (!locked && !matches && ++account.AccessFailedCount >= AllowedFailures)
        {
            account.AccessFailedCount = 0;
            account.LockoutEnd = work.Now + LockOut;
            locked = true;
        }

        work.Record(AuditActions.SignInRefused, [AuditSubject.Staff(account.Id)], [("why", why)]);
        return new Attempt(null, locked ? Locked : Refused);
    }

    private static SignedIn SignIn(StaffAccount account, string scheme)
    {
        var member = Member(account);
        return new SignedIn(member, member.ToPrincipal(account.SecurityStamp!, scheme));
    }

    private static StaffMember Member(StaffAccount account) => new(account.Id, account.UserName!, account.Role, account.OfficerId);

    private static StaffView View(StaffAccount account, DateTimeOffset now) =>
        new(account.Id, account.UserName!, account.Role, account.OfficerId, account.DisabledAt is not null, account.LockoutEnd > now, account.CreatedAt, account.LastSignInAt);

    private sealed record Attempt(StaffAccount? Account, Problem? Problem);
}
