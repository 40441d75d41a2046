using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>A receipt that was verified.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="BundleId">Its list.</param>
/// <param name="Reason">Why it was deleted.</param>
/// <param name="PurgedAt">When, by the unit's time.</param>
/// <param name="BootKeyDigest">Which boot of the unit held it: SHA-256 of its boot key.</param>
public sealed record VerifiedReceipt(Guid OrderId, Guid BundleId, DeletionReason Reason, DateTimeOffset PurgedAt, ReadOnlyMemory<byte> BootKeyDigest);

/// <summary>A unit's word that nothing of a list remains in it. It is the unit's word: docs/security.md says what it does not prove.</summary>
public static class DeletionReceipts
{
    private const int DigestLength = 32;

    /// <summary>Bytes of receipt and padding on the wire: every receipt fits, and all look alike.</summary>
    public const int PaddedLength = 1024;

    /// <summary>What an order and its list call themselves; nothing is verified. For a unit that refuses them and says that it holds nothing of them.</summary>
    /// <returns>Null when there is nothing to be read.</returns>
    public static (Guid OrderId, Guid BundleId)? Peek(ReadOnlyMemory<byte> order, ReadOnlyMemory<byte> bundleHeader)
    {
        if (!CoseSign.Read(order, ContentTypes.Order).TryGet(out var signedOrder, out _) || !CoseSign.Read(bundleHeader, ContentTypes.BundleHeader).TryGet(out var signedHeader, out _))
            return null;
        try
        {
            var (readOrder, readHeader) = (DeploymentOrder.Parser.ParseFrom(signedOrder.Payload.Span), BundleHeader.Parser.ParseFrom(signedHeader.Payload.Span));
            return WireId.TryRead(readOrder.OrderId, out var orderId) && WireId.TryRead(readHeader.BundleId, out var bundleId) ? (orderId, bundleId) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Signs a receipt; the unit's side.</summary>
    /// <returns>COSE_Sign1.</returns>
    public static byte[] Sign(string unitId, VerifiedReceipt receipt, ECDsa signingKey)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var message = new DeletionReceipt
        {
            FormatVersion = 1,
            UnitId = unitId,
            OrderId = WireId.From(receipt.OrderId),
            BundleId = WireId.From(receipt.BundleId),
            Reason = receipt.Reason,
            PurgedAt = receipt.PurgedAt.ToTimestamp(),
            BootKeyDigest = ByteString.CopyFrom(receipt.BootKeyDigest.Span),
        };
        return CoseSign1.Sign(ContentTypes.DeletionReceipt, unitId, message.ToByteArray(), signingKey);
    }

    /// <summary>Verifies a receipt; the control plane's side.</summary>
    /// <param name="receipt">COSE_Sign1.</param>
    /// <param name="unitId">The unit that handed it over.</param>
    /// <param name="signingPublicKey">SubjectPublicKeyInfo (DER, P-256) that it enrolled.</param>
    /// <returns>The receipt, or: Malformed, WrongUnit, BadSignature, UnknownVersion, Incomplete.</returns>
    public static Result<VerifiedReceipt> Verify(ReadOnlyMemory<byte> receipt, string unitId, ReadOnlyMemory<byte> signingPublicKey)
    {
        if (!CoseSign1.Read(receipt, ContentTypes.DeletionReceipt).TryGet(out var cose, out var refusal)) return refusal;
        var signature = cose.Signatures[0];
        if (signature.KeyId != unitId) return new Refusal(RefusalReason.WrongUnit, $"The receipt is signed as '{signature.KeyId}', handed over by '{unitId}'.");
        using var key = P256.TryImportPublicKey(signingPublicKey.Span);
        if (key is null || !cose.IsSignedBy(signature, key)) return new Refusal(RefusalReason.BadSignature, $"The receipt is not signed by '{unitId}'.");
        if (!CanonicalMessage.Read(DeletionReceipt.Parser, cose.Payload.Span, m => m.FormatVersion, "deletion receipt").TryGet(out var read, out refusal)) return refusal;
        if (read.UnitId != unitId) return new Refusal(RefusalReason.WrongUnit, $"The receipt is of '{read.UnitId}', handed over by '{unitId}'.");
        return WireId.TryRead(read.OrderId, out var order) && WireId.TryRead(read.BundleId, out var bundle) && CanonicalMessage.Instant(read.PurgedAt) is { } at
            && read.BootKeyDigest.Length == DigestLength && read.Reason != DeletionReason.Unspecified && System.Enum.IsDefined(read.Reason)
            ? new VerifiedReceipt(order, bundle, read.Reason, at, read.BootKeyDigest.ToByteArray())
            : new Refusal(RefusalReason.Incomplete, "The receipt names no order, list, boot, reason or time.");
    }
}
