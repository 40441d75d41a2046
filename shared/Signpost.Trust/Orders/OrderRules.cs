using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>What a deployment order has to hold. The control plane asks before anybody signs, the unit after; both get the same answers.</summary>
public static class OrderRules
{
    /// <summary>Bytes of a SHA-256 digest.</summary>
    public const int DigestLength = 32;

    /// <summary>Characters of a force's or a place's name.</summary>
    public const int MaximumNameLength = 128;

    /// <summary>Characters of a reference, a reason or a fingerprint.</summary>
    public const int MaximumReferenceLength = 256;

    /// <summary>Corners of a polygon.</summary>
    public const int MaximumCorners = 1000;

    /// <summary>Units under one order.</summary>
    public const int MaximumUnits = 1000;

    /// <summary>Hours in ten years; more is a slip of the pen.</summary>
    public const int MaximumRetentionHours = 87_600;

    /// <summary>Hours for which a watchlist may stay after the end.</summary>
    public const int MaximumWatchlistRetentionHours = 24;

    /// <summary>Minutes for which a unit may go on without hearing from the control plane: a day.</summary>
    public const int MaximumStaleMinutes = 1440;

    /// <summary>Cameras of one unit.</summary>
    public const int MaximumCamerasPerUnit = 8;

    /// <summary>Signs of one plan.</summary>
    public const int MaximumSigns = 1000;

    /// <summary>For how long a use that was begun with one signature may go on before it is ratified.</summary>
    public static readonly TimeSpan RatificationTime = TimeSpan.FromHours(24);

    /// <summary>Everything that is missing or out of range, one line each; empty when the order is complete.</summary>
    public static IReadOnlyList<string> Check(DeploymentOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return [.. Broken(order)];
    }

    private static IEnumerable<string> Broken(DeploymentOrder order)
    {
        if (order.FormatVersion != 1) yield return $"format version is {order.FormatVersion}, not 1";
        if (!WireId.TryRead(order.OrderId, out _)) yield return "order id is not a UUID of 16 bytes";
        if (!Wording.IsLine(order.Force, MaximumNameLength)) yield return $"force is not one line of 1 to {MaximumNameLength} characters";
        if (order.Purpose == Purpose.Unspecified || !Enum.IsDefined(order.Purpose)) yield return "purpose is not on the closed list";
        if (order.LegalGround == LegalGround.Unspecified || !Enum.IsDefined(order.LegalGround)) yield return "legal ground is not on the closed list";
        foreach (var broken in BrokenPlace(order.Place)) yield return broken;

        var (notBefore, notAfter) = (CanonicalMessage.Instant(order.NotBefore), CanonicalMessage.Instant(order.NotAfter));
        if (notBefore is null) yield return "start of the window is missing";
        if (notAfter is null) yield return "end of the window is missing";
        if (notAfter <= notBefore) yield return "window ends before it starts";

        if (order.Categories.Count == 0) yield return "no category is named";
        if (order.Categories.Any(c => c == Category.Unspecified || !Enum.IsDefined(c))) yield return "a category is not on the closed list";
        if (order.Categories.Distinct().Count() != order.Categories.Count) yield return "a category is named twice";
        if (!Identifier.IsValid(order.WatchlistId)) yield return "watchlist id is not 1 to 64 of a-z, 0-9 and '-'";
        // Written so that NaN fails.
        if (!(order.Threshold > 0f && order.Threshold < 1f)) yield return "threshold is not above 0 and below 1";
        if (order.PackDigest.Length != DigestLength) yield return $"pack digest has {order.PackDigest.Length} bytes, not {DigestLength}";

        if (order.UnitIds.Count is 0 or > MaximumUnits) yield return $"{order.UnitIds.Count} units are named; 1 to {MaximumUnits} are expected";
        if (order.UnitIds.Any(u => !Identifier.IsValid(u))) yield return "a unit id is not 1 to 64 of a-z, 0-9 and '-'";
        if (order.UnitIds.Distinct(StringComparer.Ordinal).Count() != order.UnitIds.Count) yield return "a unit is named twice";

        if (!HpkePublicKey.IsValid(order.DeploymentPublicKey.Span)) yield return "deployment key is not an uncompressed P-256 point of 65 bytes";
        if (order.AlertRetentionHours is 0 or > MaximumRetentionHours)
            yield return $"alert retention is {order.AlertRetentionHours} hours; 1 to {MaximumRetentionHours} are expected";
        foreach (var (what, reference) in new[]
        {
            ("evidence reference", order.EvidenceReference), ("consultation reference", order.ConsultationReference), ("assessment reference", order.AssessmentReference),
        })
        {
            if (!Wording.IsLine(reference, MaximumReferenceLength)) yield return $"{what} is not one line of 1 to {MaximumReferenceLength} characters";
        }

        var (evidenceFrom, evidenceTo) = (CanonicalMessage.Instant(order.EvidenceFrom), CanonicalMessage.Instant(order.EvidenceTo));
        if (evidenceFrom is null || evidenceTo is null) yield return "period of the evidence is missing";
        if (evidenceTo <= evidenceFrom) yield return "period of the evidence ends before it starts";
        if (evidenceTo > notAfter) yield return "period of the evidence ends after the order";
        foreach (var broken in BrokenDevices(order)) yield return broken;
        if (order.WatchlistRetentionHours > MaximumWatchlistRetentionHours)
            yield return $"watchlist retention is {order.WatchlistRetentionHours} hours after the end; at most {MaximumWatchlistRetentionHours} are expected";
        if (order.StaleLimitMinutes is 0 or > MaximumStaleMinutes)
            yield return $"stale limit is {order.StaleLimitMinutes} minutes; 1 to {MaximumStaleMinutes} are expected";
        if (order.Urgency is { } urgency && !Wording.IsLine(urgency.Reason, MaximumReferenceLength)) yield return $"reason of the urgency is not one line of 1 to {MaximumReferenceLength} characters";

        if (order.Certificate is null) yield return "certificate of the pack is missing";
        foreach (var broken in order.Certificate is null ? [] : PackCertificateRules.Check(order.Certificate)) yield return $"certificate: {broken}";
        // Written so that NaN fails.
        if (!(order.NoDecisionFrom > 0f && order.NoDecisionFrom <= order.Threshold)) yield return "no decision does not start above 0 and at or below the threshold";
        if (order.FalseAlertCeiling == FalseAlertCeiling.Unspecified || !Enum.IsDefined(order.FalseAlertCeiling))
            yield return "ceiling of false alerts is not on the closed list";
    }

    private static IEnumerable<string> BrokenPlace(Place? place)
    {
        if (place is null)
        {
            yield return "place is missing";
            yield break;
        }

        if (!Wording.IsLine(place.Name, MaximumNameLength)) yield return $"name of the place is not one line of 1 to {MaximumNameLength} characters";
        if (Polygon.Check([.. place.Polygon.Select(p => new Corner(p.Latitude, p.Longitude))]) is { } broken) yield return broken;
    }

    private static IEnumerable<string> BrokenDevices(DeploymentOrder order)
    {
        if (order.Cameras.Any(camera => !order.UnitIds.Contains(camera.UnitId))) yield return "a camera is of a unit that is not named";
        if (order.Cameras.Any(camera => !Wording.IsLine(camera.Fingerprint, MaximumReferenceLength))) yield return $"a camera's fingerprint is not one line of 1 to {MaximumReferenceLength} characters";
        if (order.Cameras.Distinct().Count() != order.Cameras.Count) yield return "a camera is named twice";
        foreach (var unit in order.UnitIds)
        {
            if (order.Cameras.Count(camera => camera.UnitId == unit) is 0 or > MaximumCamerasPerUnit) yield return $"1 to {MaximumCamerasPerUnit} cameras of '{unit}' are expected";
        }

        if (order.Signs.Count is 0 or > MaximumSigns) yield return $"{order.Signs.Count} signs are planned; 1 to {MaximumSigns} are expected";
        if (order.Signs.Any(sign => !Identifier.IsValid(sign.SignId))) yield return "a sign's id is not 1 to 64 of a-z, 0-9 and '-'";
        if (order.Signs.DistinctBy(sign => sign.SignId).Count() != order.Signs.Count) yield return "a sign is planned twice";
        // Written so that NaN fails.
        if (!order.Signs.All(sign => sign.Position is { } at && Math.Abs(at.Latitude) <= 90 && Math.Abs(at.Longitude) <= 180)) yield return "a sign's position is not on the globe";
    }
}
