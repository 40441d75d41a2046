using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Units;

/// <summary>What a unit's certificate is worth.</summary>
internal enum UnitBelief
{
    /// <summary>It is nobody's here.</summary>
    Unknown = 0,

    /// <summary>It is the unit's.</summary>
    Believed = 1,

    /// <summary>The unit has confirmed a newer one.</summary>
    Superseded = 2,

    /// <summary>The unit is revoked.</summary>
    Revoked = 3,
}

/// <summary>Whose certificate it is, if it is anybody's, and what it is worth.</summary>
/// <param name="IsNext">It is a renewed one that is not confirmed yet.</param>
internal sealed record IdentifiedUnit(Unit? Unit, UnitBelief Belief, bool IsNext = false)
{
    public static readonly IdentifiedUnit Nobody = new(null, UnitBelief.Unknown);
}

/// <summary>Which enrolled unit a client certificate stands for. The chain was verified by the listener; this asks whether the unit is still believed.</summary>
internal sealed class UnitIdentity(Transactions transactions)
{
    public async Task<IdentifiedUnit> IdentifyAsync(X509Certificate2? certificate, CancellationToken cancel)
    {
        if (certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is not { } name || !Topics.IsValidUnitId(name)) return IdentifiedUnit.Nobody;
        await using var db = await transactions.ReadAsync(cancel);
        if (await db.Units.AsNoTracking().SingleOrDefaultAsync(x => x.Id == name, cancel) is not { } unit) return IdentifiedUnit.Nobody;
        // Whatever key: a certificate of a revoked unit is one.
        if (unit.RevokedAt is not null) return new(unit, UnitBelief.Revoked);
        var digest = SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        if (CryptographicOperations.FixedTimeEquals(digest, unit.IdentityKeyDigest)) return new(unit, UnitBelief.Believed);
        return unit.NextKeyDigest is { } next && CryptographicOperations.FixedTimeEquals(digest, next)
            ? new(unit, UnitBelief.Believed, IsNext: true)
            : new(unit, UnitBelief.Superseded);
    }

    /// <summary>Null when the certificate is nobody's, the unit is revoked, or the key is not one that it has now.</summary>
    public async Task<Unit?> ResolveAsync(X509Certificate2? certificate, CancellationToken cancel) =>
        await IdentifyAsync(certificate, cancel) is { Belief: UnitBelief.Believed } known ? known.Unit : null;
}
