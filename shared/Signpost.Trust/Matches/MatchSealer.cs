using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Signs a match event with the unit's key, then seals it to the deployment's: a broker can neither read nor forge it.</summary>
public static class MatchSealer
{
    internal static ReadOnlySpan<byte> Info => "signpost match v1"u8;

    /// <summary>The MQTT payload of one event.</summary>
    /// <param name="match">The event; format version, unit, epoch and sequence are taken from <paramref name="address"/>. Not changed.</param>
    /// <param name="address">Where it stands in the outbox.</param>
    /// <param name="deploymentPublicKey">The order's, 65 bytes.</param>
    /// <param name="signingKey">The unit's signing key, P-256.</param>
    /// <returns>MatchMessage bytes.</returns>
    /// <exception cref="ArgumentException">The event is not complete (<see cref="MatchRules"/>), or the key is not a point.</exception>
    public static byte[] Seal(MatchEvent match, MatchAddress address, ReadOnlySpan<byte> deploymentPublicKey, ECDsa signingKey)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(address);
        var addressed = match.Clone();
        addressed.FormatVersion = 1;
        addressed.UnitId = address.UnitId;
        addressed.OutboxEpoch = WireId.From(address.OutboxEpoch);
        addressed.Sequence = address.Sequence;
        if (MatchRules.Check(addressed) is { Count: > 0 } broken)
            throw new ArgumentException($"Match event: {string.Join("; ", broken)}.", nameof(match));

        var signed = CoseSign1.Sign(ContentTypes.MatchEvent, address.UnitId, addressed.ToByteArray(), signingKey);
        var message = Hpke.Seal(deploymentPublicKey, Info, address.AdditionalData(), signed);
        return new MatchMessage
        {
            FormatVersion = 1,
            UnitId = address.UnitId,
            OutboxEpoch = addressed.OutboxEpoch,
            Sequence = address.Sequence,
            OrderId = WireId.From(address.OrderId),
            EncapsulatedKey = UnsafeByteOperations.UnsafeWrap(message.EncapsulatedKey),
            Ciphertext = UnsafeByteOperations.UnsafeWrap(message.Ciphertext),
        }.ToByteArray();
    }
}
