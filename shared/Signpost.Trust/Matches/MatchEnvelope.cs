using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A match message that was read and is still sealed. Its address is a claim until <see cref="MatchOpener.Open"/> accepts it.</summary>
public sealed class MatchEnvelope
{
    private const int MaximumLength = 2 * 1024 * 1024;

    private MatchEnvelope(MatchAddress address, MatchMessage message)
    {
        Address = address;
        Message = message;
    }

    /// <summary>Who says to have sent it, and where it stands in their outbox.</summary>
    public MatchAddress Address { get; }

    internal MatchMessage Message { get; }

    /// <summary>Reads an MQTT payload.</summary>
    /// <returns>The envelope, or: Malformed, UnknownVersion.</returns>
    public static Result<MatchEnvelope> Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > MaximumLength)
            return new Refusal(RefusalReason.Malformed, $"Match message: {payload.Length} bytes, at most {MaximumLength} are read.");
        if (!CanonicalMessage.Read(MatchMessage.Parser, payload, m => m.FormatVersion, "match message").TryGet(out var message, out var refusal))
            return refusal;
        return Identifier.IsValid(message.UnitId)
            && WireId.TryRead(message.OutboxEpoch, out var epoch)
            && message.Sequence > 0
            && WireId.TryRead(message.OrderId, out var order)
            && message.EncapsulatedKey.Length == HpkePublicKey.Length
            && message.Ciphertext.Length > HpkeContext.TagLength
            ? new MatchEnvelope(new MatchAddress(message.UnitId, epoch, message.Sequence, order), message)
            : new Refusal(RefusalReason.Malformed, "Match message: a field is missing or has not its length.");
    }
}
