using System.Security.Cryptography;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>An order and a bundle header that belong together, read but signed by nobody yet.</summary>
internal sealed record SigningSubject(Guid OrderId, DeploymentOrder Order, BundleHeader Header)
{
    public static Result<SigningSubject> Read(ReadOnlyMemory<byte> orderBytes, ReadOnlyMemory<byte> headerBytes)
    {
        if (!CanonicalMessage.Read(DeploymentOrder.Parser, orderBytes.Span, o => o.FormatVersion, "deployment order").TryGet(out var order, out var refusal))
            return refusal;
        if (!CanonicalMessage.Read(BundleHeader.Parser, headerBytes.Span, h => h.FormatVersion, "bundle header").TryGet(out var header, out refusal))
            return refusal;
        if (OrderRules.Check(order) is { Count: > 0 } brokenOrder)
            return new Refusal(RefusalReason.Incomplete, $"Deployment order: {string.Join("; ", brokenOrder)}.");
        if (BundleRules.Check(header) is { Count: > 0 } brokenHeader)
            return new Refusal(RefusalReason.Incomplete, $"Bundle header: {string.Join("; ", brokenHeader)}.");
        if (!header.OrderDigest.Span.SequenceEqual(SHA256.HashData(orderBytes.Span)) || header.WatchlistId != order.WatchlistId)
            return new Refusal(RefusalReason.WrongOrder, "The bundle header is of another order.");
        if (!header.PackDigest.Equals(order.PackDigest))
            return new Refusal(RefusalReason.WrongPack, "The bundle's templates are from another pack than the order's.");
        if (CertificateBudget.Check(order, (int)header.Entries) is { } uncertified) return uncertified;
        WireId.TryRead(order.OrderId, out var id);
        return new SigningSubject(id, order, header);
    }
}
