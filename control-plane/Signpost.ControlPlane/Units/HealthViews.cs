using Signpost.Contracts.V1;

namespace Signpost.ControlPlane.Units;

/// <summary>A health report in words and units.</summary>
internal static class HealthViews
{
    public static UnitHealthView View(DateTimeOffset receivedAt, HealthReport report) => new(
        receivedAt,
        Defined((UnitState)report.State),
        Reasons(report.Reasons),
        Defined((RefusalReason)report.Refusal),
        report.Frames,
        report.DroppedFrames,
        report.Faces,
        report.Tracks,
        report.Searches,
        report.MatchEvents,
        report.FramesPerSecondMilli / 1000.0,
        report.QueuedMessages,
        report.MemoryBytes,
        report.PeakMemoryBytes,
        Times(report.DecodeP50Us, report.DecodeP95Us),
        Times(report.DetectP50Us, report.DetectP95Us),
        Times(report.TrackP50Us, report.TrackP95Us),
        Times(report.EmbedP50Us, report.EmbedP95Us),
        Times(report.SearchP50Us, report.SearchP95Us),
        Time(report.UnitTimeMs),
        report.DesiredVersion,
        report.SourceEnded != 0);

    private static StageTimes Times(uint p50, uint p95) => new(TimeSpan.FromMicroseconds(p50), TimeSpan.FromMicroseconds(p95));

    // A unit's clock may say anything.
    private static DateTimeOffset Time(ulong unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(unixMilliseconds, 253_402_300_799_999));

    private static T Defined<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value : default;

    private static List<SuspensionReason> Reasons(uint bits)
    {
        List<SuspensionReason> reasons = [];
        foreach (var reason in Enum.GetValues<SuspensionReason>())
        {
            if (reason != SuspensionReason.None && (int)reason < 32 && (bits & (1u << (int)reason)) != 0) reasons.Add(reason);
        }

        return reasons;
    }
}
