namespace Signpost.Trust;

/// <summary>What a unit is, where it stands and what it looks through: what an order has to name for the unit to run under it.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="PackDigest">SHA-256 of the running pack's manifest, 32 bytes.</param>
/// <param name="Position">Where it stands, as the engineer declared it; null: not declared.</param>
/// <param name="Cameras">Fingerprints of what it looks through.</param>
public sealed record UnitStanding(string UnitId, ReadOnlyMemory<byte> PackDigest, Corner? Position, IReadOnlyCollection<string> Cameras)
{
    /// <summary>Urgent orders that this unit has taken on one signature and not seen ratified in time, so far.</summary>
    public IReadOnlyCollection<UrgentUse> UrgentUses { get; init; } = [];
}

/// <summary>An urgent order that a unit has taken on one signature.</summary>
/// <param name="OrderId">Its identity.</param>
/// <param name="BegunBy">Who signed: nobody else has begun it, whatever its ratification says.</param>
/// <param name="Lapsed">False while it waits for its ratification, and keeps every other urgent order out. True once it was ratified too late: it keeps nobody out,
/// and never runs again.</param>
public sealed record UrgentUse(Guid OrderId, string BegunBy, bool Lapsed = false);

/// <summary>An urgent order that two people stand behind.</summary>
/// <param name="OrderId">Its identity.</param>
/// <param name="BegunBy">Who began it.</param>
/// <param name="RatifyBy">First moment at which the second signature came too late.</param>
public sealed record RatifiedUse(Guid OrderId, string BegunBy, DateTimeOffset RatifyBy);
