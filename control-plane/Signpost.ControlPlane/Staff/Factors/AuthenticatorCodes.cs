using Microsoft.AspNetCore.Identity;

namespace Signpost.ControlPlane.Staff.Factors;

/// <summary>
/// Identity's provider of authenticator codes in place of its own, which takes a code as often as it is sent while its time lasts. A code that is taken moves
/// <see cref="StaffAccount.LastCodeStep"/>; the caller saves the account.
/// </summary>
internal sealed class AuthenticatorCodes(TimeProvider time) : IUserTwoFactorTokenProvider<StaffAccount>
{
    /// <summary>What an authenticator makes, nobody sends.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<StaffAccount> manager, StaffAccount user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<StaffAccount> manager, StaffAccount user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } key) return false;
        if (Totp.Match(key, token, time.GetUtcNow(), user.LastCodeStep) is not { } step) return false;
        user.LastCodeStep = step;
        return true;
    }

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<StaffAccount> manager, StaffAccount user) => await manager.GetAuthenticatorKeyAsync(user) is not null;
}
