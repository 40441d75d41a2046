using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Decides whether a deployment order is believed.</summary>
public static class OrderVerifier
{
    /// <summary>Verifies a signed order. An order that is not yet valid is accepted: its window says when it starts.</summary>
    /// <param name="message">COSE_Sign over DeploymentOrder bytes.</param>
    /// <param name="roster">The officers believed, and the places where the force's root forbids or limits use.</param>
    /// <param name="now">The one reference time of this check.</param>
    /// <param name="unit">The unit that asks; null where no unit does (control plane).</param>
    /// <returns>The order, or the first reason against it, in this order: Malformed, RosterExpired, OneSignature, SamePersonTwice, per signature
    /// (UnknownOfficer, BadSignature, OfficerRevoked, OfficerExpired), UnknownVersion, Malformed, Incomplete, OneSignature, WrongRole, WrongForce, WrongUnit, WrongPack,
    /// WrongCamera, OutsidePlace, ForbiddenPlace, PlaceLimit, WrongCertificate, ThresholdBelowCertificate, Expired, NotRatified, UrgentPending.</returns>
    public static Result<VerifiedOrder> Verify(ReadOnlyMemory<byte> message, VerifiedRoster roster, DateTimeOffset now, UnitStanding? unit = null)
    {
        if (!Read(message, roster, now).TryGet(out var order, out var refusal)) return refusal;
        return Objections(order, roster, now, unit).FirstOrDefault() is { } first ? first : order;
    }

    /// <summary>Every reason against an order that can be told at once, for a person to read: those of its content only where its signatures hold.</summary>
    /// <param name="message">COSE_Sign over DeploymentOrder bytes.</param>
    /// <param name="roster">The officers believed.</param>
    /// <param name="now">The one reference time of this check.</param>
    /// <param name="unit">The unit that would run under it; null: none in particular.</param>
    /// <returns>In the order of <see cref="Verify"/>; empty when it would be taken.</returns>
    public static IReadOnlyList<Refusal> Explain(ReadOnlyMemory<byte> message, VerifiedRoster roster, DateTimeOffset now, UnitStanding? unit = null)
    {
        if (Read(message, roster, now).TryGet(out var order, out var refusal)) return [.. Objections(order, roster, now, unit)];
        if (refusal.Reason != RefusalReason.Incomplete || !OrderReading.Read(message).TryGet(out var reading, out _)) return [refusal];
        return [.. OrderRules.Check(reading.Content).Select(broken => new Refusal(RefusalReason.Incomplete, $"Deployment order: {broken}."))];
    }

    /// <summary>
    /// Whether this is an urgent order that two people stand behind by now, whenever it was in force: on a unit that took it, it is pending no longer.
    /// </summary>
    /// <returns>The order and who began it, or null.</returns>
    public static RatifiedUse? Ratified(ReadOnlyMemory<byte> message, VerifiedRoster roster, DateTimeOffset now) =>
        Read(message, roster, now).TryGet(out var order, out _) && order is { RatificationDue: { } due, Signatories.RatifiedById: not null } && order.Force == roster.Force
            ? new RatifiedUse(order.OrderId, order.Signatories.AuthorisingOfficerId, due)
            : null;

    private static Result<VerifiedOrder> Read(ReadOnlyMemory<byte> message, VerifiedRoster roster, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(roster);
        if (!CoseSign.Read(message, ContentTypes.Order).TryGet(out var cose, out var refusal)) return refusal;
        if (!Signers.Check(cose, roster, now).TryGet(out var signers, out refusal)) return refusal;
        var read = CanonicalMessage.Read(DeploymentOrder.Parser, cose.Payload.Span, o => o.FormatVersion, "deployment order");
        if (!read.TryGet(out var content, out refusal)) return refusal;
        if (OrderRules.Check(content) is [var broken, ..]) return new Refusal(RefusalReason.Incomplete, $"Deployment order: {broken}.");
        return signers.Suffice(content.Urgency is not null).TryGet(out var signatories, out refusal) ? new VerifiedOrder(content, cose.Payload.Span, signatories, roster) : refusal;
    }

    private static IEnumerable<Refusal> Objections(VerifiedOrder order, VerifiedRoster roster, DateTimeOffset now, UnitStanding? unit)
    {
        if (order.Force != roster.Force) yield return new Refusal(RefusalReason.WrongForce, $"The order is of '{order.Force}', the roster of '{roster.Force}'.");
        foreach (var refusal in unit is null ? [] : OfUnit(order, unit)) yield return refusal;
        foreach (var rule in order.PlaceRules)
        {
            if (rule.CheckWindow(order.NotAfter - order.NotBefore) is { } forbidden) yield return forbidden;
        }

        if (CertificateBudget.CheckOrder(order.Content) is { } uncertified) yield return uncertified;
        if (order.WindowAt(now) == OrderWindow.Expired) yield return new Refusal(RefusalReason.Expired, $"The order ended at {order.NotAfter:u}; it is {now:u}.");
        if (order.RatificationDue is { } due)
        {
            foreach (var refusal in OfUrgency(order, due, now, unit?.UrgentUses ?? [])) yield return refusal;
        }
    }

    // A second signature carries no time that could be believed. A unit that still waits for it when it is due knows that it came too late; another one cannot know.
    private static IEnumerable<Refusal> OfUrgency(VerifiedOrder order, DateTimeOffset due, DateTimeOffset now, IReadOnlyCollection<UrgentUse> uses)
    {
        var taken = uses.FirstOrDefault(use => use.OrderId == order.OrderId);
        if (taken is not null && taken.BegunBy != order.Signatories.AuthorisingOfficerId)
            yield return new Refusal(RefusalReason.WrongRole, $"'{taken.BegunBy}' began this order, not '{order.Signatories.AuthorisingOfficerId}'.");
        if (taken is { Lapsed: true } || (due <= now && (order.RatifyBy is not null || taken is not null)))
            yield return new Refusal(RefusalReason.NotRatified, $"The order was begun by one officer and had to be ratified by {due:u}; it is {now:u}.");
        if (order.RatifyBy is null) yield break;
        foreach (var pending in uses.Where(use => !use.Lapsed && use.OrderId != order.OrderId))
            yield return new Refusal(RefusalReason.UrgentPending, $"Urgent order {pending.OrderId} of this unit was never ratified; there is no second one before.");
    }

    private static IEnumerable<Refusal> OfUnit(VerifiedOrder order, UnitStanding unit)
    {
        if (!order.UnitIds.Contains(unit.UnitId)) yield return new Refusal(RefusalReason.WrongUnit, $"The order names {string.Join(", ", order.UnitIds)}, not '{unit.UnitId}'.");
        if (!unit.PackDigest.Span.SequenceEqual(order.PackDigest.Span))
            yield return new Refusal(RefusalReason.WrongPack, $"The order is for pack {Hex(order.PackDigest.Span)}, this one is {Hex(unit.PackDigest.Span)}.");
        var named = order.CamerasOf(unit.UnitId);
        if (unit.Cameras.Count == 0) yield return new Refusal(RefusalReason.WrongCamera, "This unit has no camera that can be told from another.");
        foreach (var stranger in unit.Cameras.Where(camera => !named.Contains(camera)))
            yield return new Refusal(RefusalReason.WrongCamera, $"This unit looks through '{stranger}'; the order names {(named.Count == 0 ? "no camera of it" : string.Join(", ", named))}.");
        if (unit.Position is not { } position) yield return new Refusal(RefusalReason.OutsidePlace, "Nobody has declared where this unit stands.");
        else if (!order.Place.Contains(position)) yield return new Refusal(RefusalReason.OutsidePlace, $"This unit stands outside '{order.PlaceName}'.");
    }

    private static string Hex(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(digest);
}
