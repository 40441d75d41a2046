using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>What a match event has to hold; the unit asks before it seals, the control plane after it opened.</summary>
public static class MatchRules
{
    /// <summary>Bytes of the probe crop.</summary>
    public const int MaximumProbeLength = 1024 * 1024;

    /// <summary>Shots of one visit.</summary>
    public const int MaximumShots = 64;

    /// <summary>Everything that is missing or out of range, one line each; empty when the event is complete.</summary>
    public static IReadOnlyList<string> Check(MatchEvent match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return [.. Broken(match)];
    }

    private static IEnumerable<string> Broken(MatchEvent match)
    {
        if (match.FormatVersion != 1) yield return $"format version is {match.FormatVersion}, not 1";
        if (!WireId.TryRead(match.EventId, out _)) yield return "event id is not a UUID of 16 bytes";
        if (match.Revision == 0) yield return "revision is 0; revisions count from 1";
        if (!Identifier.IsValid(match.UnitId)) yield return "unit id is not 1 to 64 of a-z, 0-9 and '-'";
        if (match.OrderDigest.Length != OrderRules.DigestLength)
            yield return $"order digest has {match.OrderDigest.Length} bytes, not {OrderRules.DigestLength}";
        if (!WireId.TryRead(match.BundleId, out _)) yield return "bundle id is not a UUID of 16 bytes";
        if (match.PackDigest.Length != OrderRules.DigestLength)
            yield return $"pack digest has {match.PackDigest.Length} bytes, not {OrderRules.DigestLength}";
        if (!Wording.IsLine(match.Reference, BundleRules.MaximumReferenceLength)) yield return "reference is missing";
        // Comparisons are written so that NaN fails.
        if (!(match.Threshold > 0f && match.Threshold < 1f)) yield return "threshold is not above 0 and below 1";
        // A cosine of two rounded unit vectors can come out a little above 1.
        if (!(match.Score >= match.Threshold && match.Score <= 1.01f)) yield return "score is not from the threshold to 1";
        if (CanonicalMessage.Instant(match.VisitStartedAt) is null) yield return "start of the visit is missing";
        if (CanonicalMessage.Instant(match.CapturedAt) is null) yield return "time of the capture is missing";
        if (CanonicalMessage.Instant(match.DecidedAt) is null) yield return "time of the decision is missing";
        if (match.Shots.Count is 0 or > MaximumShots) yield return $"{match.Shots.Count} shots; 1 to {MaximumShots} are expected";
        if (!match.Shots.All(IsShot))
            yield return "a shot has no time, no width, no score of -1 to 1, or no quality of 0 to 100 with its components";
        if (!IsBox(match.Face))
            yield return "face has no box";
        if (match.FrameWidth == 0 || match.FrameHeight == 0) yield return "frame has no size";
        if (match.ProbeJpeg.Length is 0 or > MaximumProbeLength || !match.ProbeJpeg.Span.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            yield return $"probe is not a JPEG of at most {MaximumProbeLength} bytes";
        if (!WireId.TryRead(match.OutboxEpoch, out _)) yield return "outbox epoch is not a UUID of 16 bytes";
        if (match.Sequence == 0) yield return "sequence is 0; messages count from 1";
    }

    // A cosine of two rounded unit vectors can come out a little beyond 1.
    private static bool IsShot(Shot shot) =>
        CanonicalMessage.Instant(shot.CapturedAt) is not null && IsPercent(shot.Quality) && shot.FaceWidth is > 0f and <= float.MaxValue
        && shot.Score is >= -1.01f and <= 1.01f && shot.Components is { } of && IsPercent(of.Sharpness) && IsPercent(of.UnderExposurePrevention)
        && IsPercent(of.OverExposurePrevention) && IsPercent(of.DynamicRange) && IsPercent(of.InterEyeDistance) && IsPercent(of.Yaw)
        && IsPercent(of.Pitch) && IsPercent(of.Roll) && IsPercent(of.FrameEdge) && IsPercent(of.DetectorConfidence);

    private static bool IsPercent(float value) => value is >= 0f and <= 100f;

    private static bool IsBox(Box? box) =>
        box is { Width: > 0f and <= float.MaxValue, Height: > 0f and <= float.MaxValue } && float.IsFinite(box.X) && float.IsFinite(box.Y);
}
