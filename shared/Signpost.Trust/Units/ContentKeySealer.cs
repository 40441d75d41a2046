using Google.Protobuf;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Hands a bundle's content key to one boot of one unit.</summary>
public static class ContentKeySealer
{
    internal static ReadOnlySpan<byte> Info => "signpost content key v1"u8;

    /// <summary>Seals the key; only that boot of that unit opens it, and only for that bundle.</summary>
    public static SealedContentKey Seal(ContentKey key, VerifiedBootKey bootKey, Guid bundleId)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(bootKey);
        var message = Hpke.Seal(bootKey.PublicKey.Span, Info, AdditionalData(bootKey.UnitId, bundleId), key.Bytes);
        return new SealedContentKey
        {
            EncapsulatedKey = ByteString.CopyFrom(message.EncapsulatedKey),
            Ciphertext = ByteString.CopyFrom(message.Ciphertext),
        };
    }

    // unit id || 0 || bundle id; ids hold no zero byte.
    internal static byte[] AdditionalData(string unitId, Guid bundleId) => [.. Identifier.Encode(unitId), 0, .. WireId.ToBytes(bundleId)];
}
