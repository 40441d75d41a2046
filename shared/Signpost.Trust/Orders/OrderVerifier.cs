using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Decides whether a deployment order is believed.</summary>
public static class OrderVerifier
{
    /// <summary>Verifies a signed order. An order that is not yet valid is accepted: its window says when it starts.</summary>
    /// <param name="message">COSE_Sign over DeploymentOrder bytes.</param>
    /// <param name="roster">The officers believed.</param>
    /// <param name="now">The one reference time of this check.</param>
    /// <param name="unitId">The unit that asks; null where no unit does (control plane).</param>
    /// <param name="packDigest">SHA-256 of the running pack's manifest; empty where there is none.</param>
    /// <returns>The order, or the first reason against it, in this order: Malformed, RosterExpired, OneSignature, SamePersonTwice, per signature
    /// (UnknownOfficer, BadSignature, OfficerExpired), WrongRole, UnknownVersion, Malformed, Incomplete, WrongForce, WrongUnit, WrongPack,
    /// WrongCertificate, ThresholdBelowCertificate, Expired.</returns>
    public static Result<VerifiedOrder> Verify(
        ReadOnlyMemory<byte> message, VerifiedRoster roster, DateTimeOffset now, string? unitId = null, ReadOnlyMemory<byte> packDigest = default)
    {
        ArgumentNullException.ThrowIfNull(roster);
        if (!CoseSign.Read(message, ContentTypes.Order).TryGet(out var cose, out var refusal)) return refusal;
        if (!TwoPersonRule.Check(cose, roster, now).TryGet(out var signatories, out refusal)) return refusal;
        var read = CanonicalMessage.Read(DeploymentOrder.Parser, cose.Payload.Span, o => o.FormatVersion, "deployment order");
        if (!read.TryGet(out var content, out refusal))
            return refusal;
        if (OrderRules.Check(content) is [var broken, ..]) return new Refusal(RefusalReason.Incomplete, $"Deployment order: {broken}.");

        if (content.Force != roster.Force)
            return new Refusal(RefusalReason.WrongForce, $"The order is of '{content.Force}', the roster of '{roster.Force}'.");
        if (unitId is not null && !content.UnitIds.Contains(unitId))
            return new Refusal(RefusalReason.WrongUnit, $"The order names {string.Join(", ", content.UnitIds)}, not '{unitId}'.");
        if (!packDigest.IsEmpty && !packDigest.Span.SequenceEqual(content.PackDigest.Span))
            return new Refusal(RefusalReason.WrongPack, $"The order is for pack {Hex(content.PackDigest.Span)}, this one is {Hex(packDigest.Span)}.");
        if (CertificateBudget.CheckOrder(content) is { } uncertified) return uncertified;
        var order = new VerifiedOrder(content, cose.Payload.Span, signatories);
        return order.WindowAt(now) == OrderWindow.Expired
            ? new Refusal(RefusalReason.Expired, $"The order ended at {order.NotAfter:u}; it is {now:u}.")
            : order;
    }

    private static string Hex(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(digest);
}
