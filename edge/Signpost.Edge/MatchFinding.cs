using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge;

/// <summary>A visit that matched, as the frame path hands it over: everything that a match event tells, not sealed yet.</summary>
public sealed record MatchFinding
{
    /// <summary>UUIDv7 of the event, the same for all of its revisions.</summary>
    public required Guid EventId { get; init; }

    /// <summary>From 1.</summary>
    public required uint Revision { get; init; }

    /// <summary>The order in force, with the threshold.</summary>
    public required VerifiedOrder Order { get; init; }

    /// <summary>The bundle searched.</summary>
    public required Guid BundleId { get; init; }

    /// <summary>Pseudonym of the entry.</summary>
    public required string Reference { get; init; }

    /// <summary>Comparison score of the visit's template.</summary>
    public required float Score { get; init; }

    /// <summary>When the visit began.</summary>
    public required DateTimeOffset VisitStartedAt { get; init; }

    /// <summary>When the frame that completed the decision was captured.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The shots behind the template.</summary>
    public required IReadOnlyList<Shot> Shots { get; init; }

    /// <summary>Face of the best shot, in pixels of its frame.</summary>
    public required Box Face { get; init; }

    /// <summary>Width of that frame in pixels.</summary>
    public required int FrameWidth { get; init; }

    /// <summary>Height of that frame in pixels.</summary>
    public required int FrameHeight { get; init; }

    /// <summary>Crop around that face, JPEG. Overwritten once it is sealed.</summary>
    public required byte[] ProbeJpeg { get; init; }
}

/// <summary>Takes match findings from the frame path.</summary>
public interface IMatchSink
{
    /// <summary>Takes over a finding, at once: it neither waits nor does any input or output.</summary>
    /// <returns>False when too many wait to be stored already; the finding is lost and counted.</returns>
    bool TryAccept(MatchFinding finding);
}
