using System.Globalization;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Cli.Ceremony;

/// <summary>An order in plain language: what it allows, who signed it, and why a unit would refuse it.</summary>
internal static class OrderExplanation
{
    private const int PassersByADay = 15_000;

    /// <summary>What the order says.</summary>
    /// <param name="order">Read, not believed yet.</param>
    /// <param name="entries">Length of its list, where that is known.</param>
    public static IEnumerable<string> Content(DeploymentOrder order, int? entries)
    {
        WireId.TryRead(order.OrderId, out var id);
        yield return $"Order {id} of {order.Force}";
        if (OrderRules.Check(order) is { Count: > 0 } broken)
        {
            yield return "It is not complete, so no unit takes it:";
            foreach (var line in broken) yield return $"  - {line}";
            yield break;
        }

        yield return $"  What for: {ClosedLists.Words(order.Purpose)}. Ground: {ClosedLists.Words(order.LegalGround)}.";
        yield return $"  Where: {order.Place.Name}, inside {order.Place.Polygon.Count} corners: {string.Join("; ", order.Place.Polygon.Select(Point))}";
        yield return $"  When: {Time(order.NotBefore)} to {Time(order.NotAfter)} ({Number((order.NotAfter - order.NotBefore).ToTimeSpan().TotalHours)} hours)";
        yield return $"  Who may be listed: {string.Join("; ", order.Categories.Select(ClosedLists.Words))}; watchlist {order.WatchlistId}{(entries is { } n ? $", {n} entries" : "")}";
        yield return $"  How sure a match has to be: {Number(order.Threshold)} or more; from {Number(order.NoDecisionFrom)} up to that a visit is left undecided.";
        foreach (var line in Errors(order, entries)) yield return line;
        yield return $"  Evidence: {order.EvidenceReference}, of {Time(order.EvidenceFrom)} to {Time(order.EvidenceTo)}; consultation {order.ConsultationReference}; assessment {order.AssessmentReference}";
        foreach (var unit in order.UnitIds)
            yield return $"  Unit {unit}, through {string.Join(" and ", order.Cameras.Where(camera => camera.UnitId == unit).Select(camera => camera.Fingerprint))}";
        yield return $"  Signs: {string.Join("; ", order.Signs.Select(sign => $"{sign.SignId} at {Point(sign.Position)}"))}";
        yield return $"  Kept: alerts for {order.AlertRetentionHours} hours, the watchlist for {order.WatchlistRetentionHours} hours after the end. A unit goes on alone for {order.StaleLimitMinutes} minutes.";
        if (order.Urgency is { } urgency) yield return $"  Urgent: {urgency.Reason}. Begun by one; over after 24 hours unless a senior authorising officer ratifies it.";
    }

    /// <summary>Who signed, by a roster or by their own word.</summary>
    public static IEnumerable<string> Signers(OrderReading reading, VerifiedRoster? roster)
    {
        if (reading.Signers.Count == 0) yield return "Nobody has signed it.";
        foreach (var (officerId, withPasskey) in reading.Signers)
        {
            var role = roster is not null && roster.TryGetOfficer(officerId, out var officer) ? ClosedLists.Words(officer.Role) : roster is null ? "no roster to ask" : "not on this roster";
            yield return $"Signed by {officerId} ({role}) with {(withPasskey ? "a security key or passkey" : "a key file")}";
        }
    }

    /// <summary>The reasons, or that there is none.</summary>
    public static IEnumerable<string> Refusals(IReadOnlyList<Refusal> refusals, string who)
    {
        if (refusals.Count == 0)
        {
            yield return $"{who} would take it.";
            yield break;
        }

        yield return $"{who} would refuse it:";
        foreach (var refusal in refusals) yield return $"  - {refusal.Detail} ({refusal.Reason})";
    }

    private static IEnumerable<string> Errors(DeploymentOrder order, int? entries)
    {
        if (order.Certificate.RateAt(order.Threshold) is not { } rate)
        {
            yield return "  What that rests on: nothing was measured at so low a threshold.";
            yield break;
        }

        yield return $"  What that rests on: {order.Certificate.Data.Name} ({order.Certificate.Data.People} people): of different people at most one pair in {Number(Math.Floor(1 / rate.FmrUpper95))} matches, with 95 % certainty.";
        yield return $"  False alerts accepted: {ClosedLists.Words(order.FalseAlertCeiling).ToLowerInvariant()}.";
        if (entries is { } listed && order.Certificate.FalseAlertsADay(order.Threshold, listed, PassersByADay) is { } alerts)
            yield return $"  At {Number(PassersByADay)} passers-by a day who are not listed, expect at most about {Number(Math.Round(alerts, 2))} false alerts a day.";
    }

    private static string Point(GeoPoint at) => string.Create(CultureInfo.InvariantCulture, $"{at.Latitude:0.#####}, {at.Longitude:0.#####}");

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
