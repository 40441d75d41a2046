using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff;

/// <summary>
/// Identity's store on a transaction's context. It leaves saving to the transaction. Authenticator keys and recovery codes are encrypted under the sign-in keys, which are
/// outside the database: a copy of the database alone makes nobody's codes.
/// </summary>
internal sealed class StaffStore : UserOnlyStore<StaffAccount, ControlPlaneDb, Guid>
{
    /// <summary>Under which Identity keeps an authenticator's key.</summary>
    public const string Provider = "[AspNetUserStore]";
    public const string AuthenticatorKey = "AuthenticatorKey";

    private readonly IDataProtector protector;

    public StaffStore(ControlPlaneDb db, IDataProtectionProvider protection)
        : base(db)
    {
        AutoSaveChanges = false;
        protector = protection.CreateProtector("Signpost.Staff.Tokens");
    }

    /// <summary>The transaction's own row, which is saved with it. Identity would attach it again at every step, and take what is not saved yet for what is stored.</summary>
    public override Task<IdentityResult> UpdateAsync(StaffAccount user, CancellationToken cancellationToken = default)
    {
        if (Context.Entry(user).State == EntityState.Detached) throw new ArgumentException("The account was not read in this transaction.", nameof(user));
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        return Task.FromResult(IdentityResult.Success);
    }

    public override Task SetTokenAsync(StaffAccount user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : Protector(user, name).Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(StaffAccount user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        var kept = await base.GetTokenAsync(user, loginProvider, name, cancellationToken);
        return kept is null ? null : Protector(user, name).Unprotect(kept);
    }

    // One account's secret does not open as another's.
    private IDataProtector Protector(StaffAccount user, string name) => protector.CreateProtector(user.Id.ToString(), name);
}
