using Signpost.Contracts.V1;

namespace Signpost.Edge.Health;

/// <summary>A unit's figures of one instant. None says anything of anybody: counts, times, states.</summary>
public sealed record HealthFigures
{
    /// <summary>Frames looked at.</summary>
    public long Frames { get; init; }

    /// <summary>Frames let go.</summary>
    public long Dropped { get; init; }

    /// <summary>Faces detected.</summary>
    public long Faces { get; init; }

    /// <summary>Visits.</summary>
    public long Visits { get; init; }

    /// <summary>Visits compared with the watchlist.</summary>
    public long Searches { get; init; }

    /// <summary>Match events.</summary>
    public long Events { get; init; }

    /// <summary>How the scores of visits are spread, when it may be told.</summary>
    public ScoreCounts? Scores { get; init; }

    /// <summary>State.</summary>
    public UnitState State { get; init; }

    /// <summary>Bit set of reasons.</summary>
    public uint Reasons { get; init; }

    /// <summary>Messages not yet committed.</summary>
    public ulong Queued { get; init; }

    /// <summary>The last desired state dealt with.</summary>
    public ulong DesiredVersion { get; init; }

    /// <summary>Why it was not taken.</summary>
    public RefusalReason Refusal { get; init; }

    /// <summary>Whether the file in place of a camera is over.</summary>
    public bool SourceEnded { get; init; }

    /// <summary>Memory of the process.</summary>
    public MemoryFigures Memory { get; init; }

    /// <summary>Durations of the stages.</summary>
    public required StageTimings Timings { get; init; }
}
