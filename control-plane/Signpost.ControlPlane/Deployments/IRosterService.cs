using Signpost.Contracts.V1;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Deployments;

/// <summary>An officer of the roster in force, and how many keys of each kind they have.</summary>
public sealed record OfficerView(string OfficerId, OfficerRole Role, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, int KeyFiles, int Passkeys);

/// <summary>The roster in force.</summary>
public sealed record RosterView(ulong Version, string Force, DateTimeOffset NotAfter, IReadOnlyList<OfficerView> Officers, DateTimeOffset InstalledAt);

/// <summary>The roster of officers, made and signed offline by the force's root.</summary>
public interface IRosterService
{
    /// <summary>Any member of staff; null when there is none yet.</summary>
    Task<RosterView?> CurrentAsync(CancellationToken cancel = default);

    /// <summary>
    /// Administrator. <paramref name="roster"/> is a COSE_Sign1 by the root; only a newer version is taken. <paramref name="rootPublicKey"/> (SubjectPublicKeyInfo) is needed
    /// the first time, when the configuration names none; later it may be left out or must be the same.
    /// </summary>
    Task<Outcome<RosterView>> InstallAsync(
        StaffMember actor, ReadOnlyMemory<byte> roster, ReadOnlyMemory<byte> rootPublicKey, CancellationToken cancel = default);
}
