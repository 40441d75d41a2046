using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Units;

/// <summary>Which enrolled unit a client certificate stands for. The chain was verified by the listener; this asks whether the unit is still believed.</summary>
internal sealed class UnitIdentity(Transactions transactions)
{
    /// <summary>Null when the certificate is nobody's, the unit is revoked, or the key is not the one it enrolled with.</summary>
    public async Task<Unit?> ResolveAsync(X509Certificate2? certificate, CancellationToken cancel)
    {
        if (certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is not { } name || !Topics.IsValidUnitId(name)) return null;
        await using var db = await transactions.ReadAsync(cancel);
        var unit = await db.Units.AsNoTracking().SingleOrDefaultAsync(x => x.Id == name, cancel);
        if (unit is not { RevokedAt: null }) return null;
        var digest = SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        return CryptographicOperations.FixedTimeEquals(digest, unit.IdentityKeyDigest) ? unit : null;
    }
}
