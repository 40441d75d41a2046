using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Signpost.ControlPlane.Staff.Factors;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Staff.SignIn;

namespace Signpost.ControlPlane.Staff;

/// <summary>Accounts, signing in, sessions. Needs data protection, whose keys are outside the database.</summary>
internal static class StaffServices
{
    /// <summary>Wrong answers in a row that lock an account, and for how long.</summary>
    public const int AllowedFailures = 5;

    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(5);

    public static void AddStaff(this IServiceCollection services, StaffOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IPasswordHasher<StaffAccount>, PasswordHasher<StaffAccount>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<AuthenticatorCodes>();
        services.Configure<IdentityOptions>(identity =>
        {
            identity.Lockout.MaxFailedAccessAttempts = AllowedFailures;
            identity.Lockout.DefaultLockoutTimeSpan = LockOut;
            identity.Tokens.ProviderMap[TokenOptions.DefaultAuthenticatorProvider] = new TokenProviderDescriptor(typeof(AuthenticatorCodes));
        });
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.ServerDomain = options.Console.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
            passkeys.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == options.Origin);
        });
        services.AddSingleton<StaffManagers>();
        services.AddSingleton<Ceremonies>();
        services.AddSingleton<SessionFeed>();
        services.AddSingleton<ISignInService, SignInService>();
        services.AddSingleton<IFactorService, FactorService>();
        services.AddSingleton<ISessionService, SessionService>();
        services.AddSingleton<IStaffService, StaffService>();
        services.AddSingleton<InitialStaff>();
    }
}
