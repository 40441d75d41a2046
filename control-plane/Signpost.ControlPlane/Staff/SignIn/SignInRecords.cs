using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff.SignIn;

/// <summary>The steps that every way of signing in ends with, inside its transaction.</summary>
internal static class SignInRecords
{
    public const string LockedOut = "staff.locked-out";

    /// <summary>Opens a session and puts it on record.</summary>
    public static async Task<SignedIn> OpenSessionAsync(this Work work, StaffAccount account, string method, SignInDoor door, CancellationToken cancel)
    {
        var session = new StaffSession
        {
            Id = Guid.CreateVersion7(work.Now),
            StaffId = account.Id,
            Method = method,
            Client = door.Client,
            StartedAt = work.Now,
            ExpiresAt = work.Now + door.Lifetime,
        };
        var old = work.Now - SessionRules.Kept;
        await work.Db.Sessions.Where(x => x.StaffId == account.Id && x.ExpiresAt < old).ExecuteDeleteAsync(cancel);
        work.Db.Sessions.Add(session);
        account.LastSignInAt = work.Now;
        // Two sign-ins at once: the second to commit looks again.
        account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        work.Record(AuditActions.SignedIn, [AuditSubject.Staff(account.Id), AuditSubject.Session(session.Id)], [("method", method)]);
        var member = new StaffMember(account.Id, account.UserName!, account.Role, account.OfficerId, session.Id);
        return new SignedIn(member, member.ToPrincipal(door.Scheme));
    }

    /// <summary>Counts a wrong answer, which may lock the account, and puts it on record.</summary>
    public static async Task<Problem> RefuseAsync(this Work work, StaffManager manager, StaffAccount account, string why, Problem refusal)
    {
        var wasLocked = await manager.IsLockedOutAsync(account);
        if (!wasLocked && account.DisabledAt is null) await StaffManager.MustAsync(manager.AccessFailedAsync(account));
        else account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        work.Record(AuditActions.SignInRefused, [AuditSubject.Staff(account.Id)], [("why", account.DisabledAt is not null ? "disabled" : wasLocked ? "locked out" : why)]);
        if (!await manager.IsLockedOutAsync(account)) return refusal;
        if (!wasLocked) work.Record(AuditActions.StaffLockedOut, [AuditSubject.Staff(account.Id)]);
        return new Problem(ProblemKind.Unauthenticated, LockedOut, "Too many wrong answers; try again in five minutes.");
    }
}
