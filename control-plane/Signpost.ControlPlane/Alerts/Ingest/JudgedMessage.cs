using System.Security.Cryptography;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.Trust;

namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>A message and what is to become of it. Without an address it cannot even be told from another.</summary>
internal sealed class JudgedMessage
{
    private JudgedMessage(string unitId, ReadOnlyMemory<byte> payload, IngestResult result)
    {
        UnitId = unitId;
        Result = result;
        PayloadDigest = SHA256.HashData(payload.Span);
    }

    public string UnitId { get; }

    /// <summary>Zero when the message has no readable address.</summary>
    public Guid Epoch { get; private init; }

    public long Sequence { get; private init; }

    public byte[] PayloadDigest { get; }

    /// <summary><see cref="IngestResult.Stored"/> until the database says that it is superseded; or the refusal.</summary>
    public IngestResult Result { get; }

    /// <summary>Only of a message that is to be stored.</summary>
    public AcceptedMatch? Match { get; private init; }

    public bool IsAddressed => Sequence > 0;

    public static JudgedMessage Unaddressed(IncomingMatch message, IngestResult result) => new(message.UnitId, message.Payload, result);

    public static JudgedMessage Refused(IncomingMatch message, MatchAddress address, IngestResult result) =>
        new(message.UnitId, message.Payload, result) { Epoch = address.OutboxEpoch, Sequence = (long)address.Sequence };

    public static JudgedMessage Accepted(IncomingMatch message, MatchAddress address, AcceptedMatch match) =>
        new(message.UnitId, message.Payload, IngestResult.Stored) { Epoch = address.OutboxEpoch, Sequence = (long)address.Sequence, Match = match };
}

/// <summary>An event that may be stored, with what the control plane knows of it, and its probe as it is stored.</summary>
internal sealed record AcceptedMatch(MatchEvent Event, Guid EventId, Guid DeploymentId, Guid EntryId, SealedValue Probe);
