namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>One message of a unit's outbox that was taken or refused. Identity: (unit, epoch, sequence).</summary>
internal sealed class IngestedMessage
{
    public required string UnitId { get; init; }

    public required Guid Epoch { get; init; }

    public required long Sequence { get; init; }

    public required IngestResult Result { get; set; }

    /// <summary>SHA-256 of the payload, so that a forged message does not shut out the one it forged.</summary>
    public required byte[] PayloadDigest { get; set; }

    public required DateTimeOffset ReceivedAt { get; set; }

    public Guid? EventId { get; set; }
}

/// <summary>Every message of the epoch up to <see cref="Sequence"/> is in the database or refused on record.</summary>
internal sealed class OutboxWatermark
{
    public required string UnitId { get; init; }

    public required Guid Epoch { get; init; }

    public required long Sequence { get; set; }

    /// <summary>When it last moved; the newest epoch is the one told in health replies.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Counts messages that do not even say which message they are: they cannot be refused one by one.</summary>
internal sealed class UnaddressedRefusal
{
    public required string UnitId { get; init; }

    public required IngestResult Result { get; init; }

    public required long Count { get; set; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; set; }
}
