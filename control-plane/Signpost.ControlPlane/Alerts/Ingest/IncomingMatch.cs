namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>A payload as it came from the broker. <paramref name="UnitId"/> is that of the topic, on which the broker lets only this unit publish.</summary>
internal sealed record IncomingMatch(string UnitId, ReadOnlyMemory<byte> Payload);

/// <summary>What is committed of one outbox now.</summary>
internal readonly record struct CommittedPosition(string UnitId, Guid Epoch, long Sequence);
