using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff;

/// <summary>What an account has to look like.</summary>
internal static class AccountRules
{
    public const int LongestUserName = 64;
    public const int ShortestPassword = 12;
    public const int LongestPassword = 256;

    public static readonly Problem NotFound = Problem.NotFound("staff.not-found", "There is no such account.");

    public static Problem? Check(NewStaff account)
    {
        if (account.UserName is not { Length: > 0 and <= LongestUserName } || !account.UserName.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@'))
            return Problem.Invalid("staff.user-name", $"A user name is 1 to {LongestUserName} letters, digits and . - _ @");
        if (CheckPassword(account.Password) is { } weak) return weak;
        if (account.Role == StaffRole.None || !Enum.IsDefined(account.Role)) return Problem.Invalid("staff.role", "The role is not on the list.");
        var signs = account.Role.Signs();
        if (account.OfficerId is not null && !signs) return Problem.Invalid("staff.officer", "Only authors and authorising officers hold an officer's key.");
        if (account.OfficerId is not null && !Topics.IsValidUnitId(account.OfficerId))
            return Problem.Invalid("staff.officer", "An officer id is 1 to 64 of a-z, 0-9 and '-'.");
        return null;
    }

    public static Problem? CheckPassword(string? password) => password is { Length: >= ShortestPassword and <= LongestPassword }
        ? null
        : Problem.Invalid("staff.password", $"A password has {ShortestPassword} to {LongestPassword} characters.");

    public static StaffAccount Make(NewStaff account, IPasswordHasher<StaffAccount> hasher, DateTimeOffset now)
    {
        var made = new StaffAccount { Id = Guid.CreateVersion7(now), UserName = account.UserName, Role = account.Role, OfficerId = account.OfficerId, CreatedAt = now };
        made.PasswordHash = hasher.HashPassword(made, account.Password);
        return made;
    }

    /// <summary>Adds the account and its audit row; null when it is in nobody's way.</summary>
    public static async Task<Problem?> AddAsync(this Work work, StaffManager manager, StaffAccount made, CancellationToken cancel)
    {
        if (await manager.FindByNameAsync(made.UserName!) is not null) return Problem.Conflict("staff.user-name-taken", "There is an account of this name.");
        if (made.OfficerId is not null && await work.Db.Users.AnyAsync(x => x.OfficerId == made.OfficerId, cancel))
            return Problem.Conflict("staff.officer-taken", "Another account stands for this officer: one person, one key.");
        await StaffManager.MustAsync(manager.CreateAsync(made));
        work.Record(
            AuditActions.StaffCreated,
            [AuditSubject.Staff(made.Id)],
            [("role", made.Role.Name()), ("officer", made.OfficerId ?? "")],
            [AuditDigest.Field(made.UserName!)]);
        return null;
    }
}
