using System.Text.Json.Serialization;

namespace Signpost.Benchmarks.Streams;

/// <summary>What one process saw after the warm-up, all of its cameras together.</summary>
/// <param name="Looked">Pictures looked at.</param>
/// <param name="Dropped">Pictures that came while the unit was busy.</param>
/// <param name="Faces">Faces detected.</param>
/// <param name="Visits">Visits begun.</param>
/// <param name="Templates">Templates extracted.</param>
/// <param name="WorstLatenessMs">The latest picture's lateness.</param>
/// <param name="LastLatenessMs">The last picture's lateness.</param>
/// <param name="UnitSeconds">Processor time of the unit.</param>
/// <param name="FfmpegSeconds">Processor time of its ffmpeg: reading, decoding, choosing.</param>
/// <param name="PeakMegabytes">Peak resident set of the unit's process.</param>
internal sealed record StreamResult(
    long Looked,
    long Dropped,
    long Faces,
    long Visits,
    long Templates,
    double WorstLatenessMs,
    double LastLatenessMs,
    double UnitSeconds,
    double FfmpegSeconds,
    double PeakMegabytes)
{
    /// <summary>Two processes' results as one.</summary>
    public static StreamResult operator +(StreamResult a, StreamResult b) => new(
        a.Looked + b.Looked,
        a.Dropped + b.Dropped,
        a.Faces + b.Faces,
        a.Visits + b.Visits,
        a.Templates + b.Templates,
        Math.Max(a.WorstLatenessMs, b.WorstLatenessMs),
        Math.Max(a.LastLatenessMs, b.LastLatenessMs),
        a.UnitSeconds + b.UnitSeconds,
        a.FfmpegSeconds + b.FfmpegSeconds,
        Math.Max(a.PeakMegabytes, b.PeakMegabytes));
}

[JsonSerializable(typeof(StreamResult))]
internal sealed partial class StreamJson : JsonSerializerContext;
