using System.Security.Cryptography;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Opens match messages at the control plane.</summary>
public static class MatchOpener
{
    /// <summary>Opens the envelope and verifies what is in it.</summary>
    /// <param name="envelope">As read.</param>
    /// <param name="key">Of the deployment that the address names.</param>
    /// <param name="signingPublicKey">SubjectPublicKeyInfo (DER, P-256) that the unit in the address enrolled.</param>
    /// <returns>The event, or the first reason against it, in this order: WrongKey (sealed to another key, or altered on the way), Malformed,
    /// WrongUnit (signed as
    /// another unit), BadSignature, UnknownVersion, Malformed, Incomplete, WrongUnit (unit, epoch or sequence differ from the address).</returns>
    public static Result<MatchEvent> Open(MatchEnvelope envelope, DeploymentKey key, ReadOnlyMemory<byte> signingPublicKey)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(key);
        var message = envelope.Message;
        var signed = new byte[message.Ciphertext.Length - HpkeContext.TagLength];
        try
        {
            var additionalData = envelope.Address.AdditionalData();
            return Hpke.TryOpen(key.Key, message.EncapsulatedKey.Span, MatchSealer.Info, additionalData, message.Ciphertext.Span, signed)
                ? Verify(signed, envelope.Address, signingPublicKey)
                : new Refusal(
                    RefusalReason.WrongKey,
                    $"The match message is not sealed to the key of deployment {envelope.Address.OrderId}, or was altered on the way.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(signed);
        }
    }

    private static Result<MatchEvent> Verify(byte[] signed, MatchAddress address, ReadOnlyMemory<byte> signingPublicKey)
    {
        if (!CoseSign1.Read(signed, ContentTypes.MatchEvent).TryGet(out var cose, out var refusal)) return refusal;
        var signature = cose.Signatures[0];
        if (signature.KeyId != address.UnitId)
            return new Refusal(RefusalReason.WrongUnit, $"The match event is signed as '{signature.KeyId}', sent as '{address.UnitId}'.");
        using var signer = P256.TryImportPublicKey(signingPublicKey.Span);
        if (signer is null || !cose.IsSignedBy(signature, signer))
            return new Refusal(RefusalReason.BadSignature, $"The match event is not signed by '{address.UnitId}'.");
        if (!CanonicalMessage.Read(MatchEvent.Parser, cose.Payload.Span, m => m.FormatVersion, "match event").TryGet(out var match, out refusal))
            return refusal;
        if (MatchRules.Check(match) is [var broken, ..]) return new Refusal(RefusalReason.Incomplete, $"Match event: {broken}.");
        WireId.TryRead(match.OutboxEpoch, out var epoch);
        return match.UnitId == address.UnitId && epoch == address.OutboxEpoch && match.Sequence == address.Sequence
            ? match
            : new Refusal(RefusalReason.WrongUnit, "The match event names another unit, epoch or sequence than the message around it.");
    }
}
