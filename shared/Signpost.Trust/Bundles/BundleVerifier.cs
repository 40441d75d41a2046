using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Decides whether a bundle header is believed.</summary>
public static class BundleVerifier
{
    /// <summary>Verifies a signed bundle header for an order already verified.</summary>
    /// <param name="message">COSE_Sign over BundleHeader bytes.</param>
    /// <param name="order">The order it has to serve; the pack was compared when the order was verified.</param>
    /// <param name="roster">The officers believed.</param>
    /// <param name="now">The one reference time of this check.</param>
    /// <param name="heldVersion">The highest version of this watchlist taken so far, 0 for none. The same version may be taken again.</param>
    /// <returns>The header, or the first reason against it, in this order: Malformed, RosterExpired, OneSignature, SamePersonTwice, per signature
    /// (UnknownOfficer, BadSignature, OfficerRevoked, OfficerExpired), UnknownVersion, Malformed, Incomplete, WrongOrder, OneSignature, WrongRole, WrongOrder, WrongPack,
    /// WrongRole, ListTooLong, PlaceLimit, OlderWatchlist, VersionJump, Expired.</returns>
    public static Result<VerifiedBundleHeader> VerifyHeader(
        ReadOnlyMemory<byte> message, VerifiedOrder order, VerifiedRoster roster, DateTimeOffset now, ulong heldVersion)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(roster);
        if (!CoseSign.Read(message, ContentTypes.BundleHeader).TryGet(out var cose, out var refusal)) return refusal;
        if (!Signers.Check(cose, roster, now).TryGet(out var signers, out refusal)) return refusal;
        if (!CanonicalMessage.Read(BundleHeader.Parser, cose.Payload.Span, h => h.FormatVersion, "bundle header").TryGet(out var header, out refusal))
            return refusal;
        if (BundleRules.Check(header) is [var broken, ..]) return new Refusal(RefusalReason.Incomplete, $"Bundle header: {broken}.");

        if (!header.OrderDigest.Span.SequenceEqual(order.Digest.Span) || header.WatchlistId != order.WatchlistId)
            return new Refusal(RefusalReason.WrongOrder, $"The bundle serves another order than {order.OrderId}.");
        if (!signers.Suffice(order.IsUrgent).TryGet(out var signatories, out refusal)) return refusal;
        if (signatories != order.Signatories)
            return new Refusal(RefusalReason.WrongOrder, "The bundle is signed by other officers than its order.");
        if (!header.PackDigest.Span.SequenceEqual(order.PackDigest.Span))
            return new Refusal(RefusalReason.WrongPack, "The bundle's templates are from another pack than the order's.");
        if (header.IncludesUnder18 && !signers.IncludeASenior)
            return new Refusal(RefusalReason.WrongRole, "The list holds people under 18; a senior authorising officer has to have signed.");
        if (order.CheckList((int)header.Entries) is { } tooLong) return tooLong;
        if (header.WatchlistVersion < heldVersion)
            return new Refusal(RefusalReason.OlderWatchlist, $"Watchlist version {header.WatchlistVersion}; version {heldVersion} was already taken.");
        if (header.WatchlistVersion - heldVersion > BundleRules.LongestVersionStep)
            return new Refusal(RefusalReason.VersionJump, $"Watchlist version {header.WatchlistVersion} is more than {BundleRules.LongestVersionStep} above version {heldVersion}.");
        var verified = new VerifiedBundleHeader(header, order);
        return verified.NotAfter <= now
            ? new Refusal(RefusalReason.Expired, $"The bundle ended at {verified.NotAfter:u}; it is {now:u}.")
            : verified;
    }
}
