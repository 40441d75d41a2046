using System.Buffers.Binary;
using Signpost.Contracts.V1;

namespace Signpost.Edge.Health;

/// <summary>
/// Composes health reports. Every field is of fixed width and always set, so that a report has one size whatever it tells: a street of passers-by
/// looks on the wire like an empty one.
/// </summary>
internal static class HealthReports
{
    public static HealthReport Compose(HealthFigures figures, double framesPerSecond, DateTimeOffset now, ReadOnlySpan<byte> timeNonce) => new()
    {
        Frames = (ulong)figures.Frames,
        DroppedFrames = (ulong)figures.Dropped,
        Faces = (ulong)figures.Faces,
        Tracks = (ulong)figures.Visits,
        MatchEvents = (ulong)figures.Events,
        State = (uint)figures.State,
        Reasons = figures.Reasons,
        FramesPerSecondMilli = (uint)Math.Clamp(framesPerSecond * 1000, 0, uint.MaxValue),
        QueuedMessages = (uint)Math.Min(uint.MaxValue, figures.Queued),
        MemoryBytes = (ulong)figures.Memory.Resident,
        PeakMemoryBytes = (ulong)figures.Memory.Peak,
        DecodeP50Us = Microseconds(figures.Timings.Decode, 0.5),
        DecodeP95Us = Microseconds(figures.Timings.Decode, 0.95),
        DetectP50Us = Microseconds(figures.Timings.Detect, 0.5),
        DetectP95Us = Microseconds(figures.Timings.Detect, 0.95),
        TrackP50Us = Microseconds(figures.Timings.Track, 0.5),
        TrackP95Us = Microseconds(figures.Timings.Track, 0.95),
        EmbedP50Us = Microseconds(figures.Timings.Embed, 0.5),
        EmbedP95Us = Microseconds(figures.Timings.Embed, 0.95),
        SearchP50Us = Microseconds(figures.Timings.Search, 0.5),
        SearchP95Us = Microseconds(figures.Timings.Search, 0.95),
        UnitTimeMs = (ulong)now.ToUnixTimeMilliseconds(),
        DesiredVersion = figures.DesiredVersion,
        Refusal = (uint)figures.Refusal,
        SourceEnded = figures.SourceEnded ? 1u : 0u,
        Searches = (ulong)figures.Searches,
        Scores = Scores(figures.Scores),
        TimeNonceHigh = BinaryPrimitives.ReadUInt64BigEndian(timeNonce),
        TimeNonceLow = BinaryPrimitives.ReadUInt64BigEndian(timeNonce[sizeof(ulong)..]),
    };

    // There is always one: without a histogram to tell it is all zero, and as long.
    private static ScoreHistogram Scores(ScoreCounts? scores)
    {
        Span<byte> order = stackalloc byte[16];
        (scores?.OrderId ?? Guid.Empty).TryWriteBytes(order, bigEndian: true, out _);
        return new ScoreHistogram
        {
            OrderIdHigh = BinaryPrimitives.ReadUInt64BigEndian(order),
            OrderIdLow = BinaryPrimitives.ReadUInt64BigEndian(order[8..]),
            FromMs = (ulong)(scores?.From.ToUnixTimeMilliseconds() ?? 0),
            ToMs = (ulong)(scores?.To.ToUnixTimeMilliseconds() ?? 0),
            Entries = (uint)(scores?.Entries ?? 0),
            BelowZero = scores?.Counts[0] ?? 0,
            From00 = scores?.Counts[1] ?? 0,
            From01 = scores?.Counts[2] ?? 0,
            From02 = scores?.Counts[3] ?? 0,
            From03 = scores?.Counts[4] ?? 0,
            From04 = scores?.Counts[5] ?? 0,
            From05 = scores?.Counts[6] ?? 0,
            From06 = scores?.Counts[7] ?? 0,
            From07 = scores?.Counts[8] ?? 0,
            From08 = scores?.Counts[9] ?? 0,
            From09 = scores?.Counts[10] ?? 0,
        };
    }

    private static uint Microseconds(LatencyHistogram histogram, double share) =>
        (uint)Math.Min(uint.MaxValue, histogram.Percentile(share).Ticks / TimeSpan.TicksPerMicrosecond);
}
