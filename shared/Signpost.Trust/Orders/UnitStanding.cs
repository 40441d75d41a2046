namespace Signpost.Trust;

/// <summary>What a unit is, where it stands and what it looks through: what an order has to name for the unit to run under it.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="PackDigest">SHA-256 of the running pack's manifest, 32 bytes.</param>
/// <param name="Position">Where it stands, as the engineer declared it; null: not declared.</param>
/// <param name="Cameras">Fingerprints of what it looks through.</param>
public sealed record UnitStanding(string UnitId, ReadOnlyMemory<byte> PackDigest, Corner? Position, IReadOnlyCollection<string> Cameras)
{
    /// <summary>Urgent orders that this unit has taken and not seen ratified.</summary>
    public IReadOnlyCollection<Guid> UrgentPending { get; init; } = [];
}
