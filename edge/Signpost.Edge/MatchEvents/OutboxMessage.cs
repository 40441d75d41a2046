namespace Signpost.Edge.MatchEvents;

/// <summary>A sealed message as it stands in the outbox.</summary>
/// <param name="Sequence">Number within the outbox's epoch, from 1, without gaps.</param>
/// <param name="Payload">MatchMessage bytes, sealed to the deployment's key: the unit itself cannot read them any more.</param>
public sealed record OutboxMessage(ulong Sequence, byte[] Payload);

/// <summary>Where the next message will stand; it is part of what gets sealed.</summary>
/// <param name="Epoch">New whenever the outbox is new.</param>
/// <param name="Sequence">Number within the epoch.</param>
public readonly record struct OutboxPosition(Guid Epoch, ulong Sequence);

/// <summary>What came of an append.</summary>
public enum AppendOutcome
{
    /// <summary>On disk.</summary>
    Stored,

    /// <summary>Not on disk: the disk is full, read-only or failing. Nothing changed, the sequence number is still free; try again.</summary>
    StorageFailed,
}
