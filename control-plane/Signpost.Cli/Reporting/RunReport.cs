using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Cli.Reporting;

/// <summary>What <c>up --headless --report FILE</c> writes; its names are a promise to whoever reads them by machine.</summary>
internal sealed record RunReport(
    bool Ok,
    IReadOnlyList<string> Problems,
    double DurationSeconds,
    int? Seed,
    double Threshold,
    IReadOnlyList<UnitReport> Units,
    AlertReport Alerts,
    LatencyReport LatencyMs,
    IReadOnlyList<ProcessReport> Processes,
    int Restarts)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReportJson.Default.RunReport);
}

/// <param name="State">The unit's own last word: Recognising, Suspended …</param>
/// <param name="StagesMs">Milliseconds a frame spends in each step, keyed decode, detect, track, embed, search.</param>
internal sealed record UnitReport(
    string Unit,
    string State,
    double FramesPerSecond,
    long Frames,
    long DroppedFrames,
    long Faces,
    long Tracks,
    long MatchEvents,
    long UnsentEvents,
    IReadOnlyDictionary<string, Percentiles> StagesMs,
    double PeakMemoryMb);

/// <param name="True">Absent when the scene is not the simulated one: then nobody knows the truth.</param>
internal sealed record AlertReport(int Total, int? True, int? False, int? MissedVisits, int? MissedPersons);

/// <param name="FrameToStoredAlert">From the capture of the frame that completed the decision to the alert standing in the database.</param>
internal sealed record LatencyReport(Percentiles? FrameToStoredAlert);

internal sealed record ProcessReport(string Name, double PeakMemoryMb, int Restarts);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
