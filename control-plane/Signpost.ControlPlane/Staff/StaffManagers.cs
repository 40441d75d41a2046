using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Staff;

/// <summary>Makes Identity's parts for one transaction.</summary>
internal sealed class StaffManagers(
    IOptions<IdentityOptions> identity, IOptions<IdentityPasskeyOptions> passkeys, IPasswordHasher<StaffAccount> hasher, ILookupNormalizer normaliser,
    IDataProtectionProvider protection, TimeProvider time, IServiceProvider services, ILogger<UserManager<StaffAccount>> log)
{
    public StaffManager For(ControlPlaneDb db) => new(new StaffStore(db, protection), identity, hasher, normaliser, time, services, log);

    public PasskeyHandler<StaffAccount> Passkeys(StaffManager manager) => new(manager, passkeys);

    /// <summary>The handler asks a request only for the host and origin, which are configured here: the same holds in a circuit, which has no request.</summary>
    public static HttpContext NoRequest() => new DefaultHttpContext();
}
