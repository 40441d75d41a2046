using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Signpost.ControlPlane.Staff;

/// <summary>
/// Identity's user manager over the accounts of one transaction: nothing is saved before the transaction's own save, which the audit gate checks. Its clock is injected.
/// </summary>
internal sealed class StaffManager(
    StaffStore store, IOptions<IdentityOptions> options, IPasswordHasher<StaffAccount> hasher, ILookupNormalizer normaliser, TimeProvider time, IServiceProvider services,
    ILogger<UserManager<StaffAccount>> log)
    : UserManager<StaffAccount>(store, options, hasher, [new UserValidator<StaffAccount>()], [], normaliser, new IdentityErrorDescriber(), services, log)
{
    public override Task<bool> IsLockedOutAsync(StaffAccount user) => Task.FromResult(user.LockoutEnd > time.GetUtcNow());

    public override Task<IdentityResult> AccessFailedAsync(StaffAccount user)
    {
        if (++user.AccessFailedCount >= Options.Lockout.MaxFailedAccessAttempts)
        {
            user.AccessFailedCount = 0;
            user.LockoutEnd = time.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
        }

        return UpdateUserAsync(user);
    }

    /// <summary>For steps that can only fail by a bug.</summary>
    /// <exception cref="InvalidOperationException">Identity refused it.</exception>
    public static async Task MustAsync(Task<IdentityResult> step)
    {
        var result = await step;
        if (!result.Succeeded) throw new InvalidOperationException(result.ToString());
    }

    public async Task SetAuthenticatorKeyAsync(StaffAccount user, string? key)
    {
        var store = (StaffStore)Store;
        if (key is null) await store.RemoveTokenAsync(user, StaffStore.Provider, StaffStore.AuthenticatorKey, CancellationToken);
        else await store.SetAuthenticatorKeyAsync(user, key, CancellationToken);
    }
}
