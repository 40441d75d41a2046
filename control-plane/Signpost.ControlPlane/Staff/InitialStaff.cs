using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.Trust;

namespace Signpost.ControlPlane.Staff;

/// <summary>Takes the first accounts from a file that only its owner reads, once: when there are accounts, the file is not looked at.</summary>
internal sealed class InitialStaff(Transactions transactions, StaffManagers managers, IPasswordHasher<StaffAccount> hasher, TimeProvider time)
{
    private const int LongestFile = 64 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The number of accounts made, 0 when there were some already, or what is wrong with the file.</summary>
    /// <exception cref="TrustException">The file is missing, or open to others.</exception>
    public async Task<Outcome<Made>> ReadAsync(string file, CancellationToken cancel)
    {
        await using (var db = await transactions.ReadAsync(cancel))
        {
            if (await db.Users.AnyAsync(cancel)) return new Made(0);
        }

        if (!Parse(file).Succeeded(out var accounts, out var problem)) return problem;
        var made = accounts.Select(account => AccountRules.Make(account, hasher, time.GetUtcNow())).ToList();
        return await transactions.SystemAsync<Made>(
            AuditActor.ControlPlane,
            async work =>
            {
                if (await work.Db.Users.AnyAsync(cancel)) return new Made(0);
                var manager = managers.For(work.Db);
                foreach (var account in made)
                {
                    if (await work.AddAsync(manager, account, cancel) is { } wrong) return wrong;
                }

                return new Made(made.Count);
            },
            cancel);
    }

    private static Outcome<List<NewStaff>> Parse(string file)
    {
        List<Written>? written;
        try
        {
            written = JsonSerializer.Deserialize<List<Written>>(KeyFiles.ReadSecret(file, LongestFile), Json);
        }
        catch (JsonException e)
        {
            return Problem.Invalid("initial-staff.malformed", $"'{file}' is not a JSON array of accounts (line {e.LineNumber + 1}).");
        }

        if (written is not { Count: > 0 }) return Problem.Invalid("initial-staff.empty", $"'{file}' names nobody.");
        List<NewStaff> accounts = [];
        foreach (var one in written)
        {
            var account = new NewStaff(one.UserName ?? "", one.Password ?? "", StaffRoles.Parse(one.Role), one.OfficerId);
            if (AccountRules.Check(account) is { } wrong) return Problem.Invalid("initial-staff.account", $"'{file}', account {accounts.Count + 1}: {wrong.Detail}");
            accounts.Add(account);
        }

        var distinct = accounts.Select(x => x.UserName).Distinct(StringComparer.OrdinalIgnoreCase).Count() == accounts.Count
            && accounts.Where(x => x.OfficerId is not null).Select(x => x.OfficerId).Distinct(StringComparer.Ordinal).Count() == accounts.Count(x => x.OfficerId is not null);
        return distinct ? accounts : Problem.Invalid("initial-staff.twice", $"'{file}' names a user or an officer twice.");
    }

    internal sealed record Made(int Accounts);

    private sealed record Written(string? UserName, string? Password, string? Role, string? OfficerId);
}
