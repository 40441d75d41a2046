using Signpost.Edge.Tracking;

namespace Signpost.Edge.Vision;

/// <summary>How the frame path looks at faces. None of it touches the threshold, which comes with the order.</summary>
public sealed record VisionOptions
{
    /// <summary>Least time between two shots of one visit. Default 200 ms.</summary>
    public TimeSpan ShotInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Most shots taken in one frame, so that a crowd cannot hold up the next frame. Default 3.</summary>
    public int ShotsPerFrame { get; init; } = 3;

    /// <summary>Shots kept for a visit; a better one takes the place of the worst. Default 8.</summary>
    public int ShotsPerVisit { get; init; } = 8;

    /// <summary>Templates extracted for a visit at most, kept or not. Default 24.</summary>
    public int TemplatesPerVisit { get; init; } = 24;

    /// <summary>Least face width in pixels. Default 36: below, landmarks on this pack are guesses.</summary>
    public float LeastFaceWidth { get; init; } = 36;

    /// <summary>Least unified quality (0 … 100) of a shot. Default 20: faces 50 to 110 pixels wide on a simulated street lie between 28 and
    /// 50.</summary>
    public float LeastQuality { get; init; } = 20;

    /// <summary>Unified quality at which a single shot decides a visit that has ended. Default 60.</summary>
    public float SingleShotQuality { get; init; } = 60;

    /// <summary>Shots before a visit is compared with the watchlist. Default 2.</summary>
    public int ShotsToDecide { get; init; } = 2;

    /// <summary>By how much a shot has to beat the worst one kept to take its place, in unified quality. Default 4.</summary>
    public float ReplacementGain { get; init; } = 4;

    /// <summary>
    /// Cosine between a shot and the visit's template below which it looks like somebody else: two such shots in a row begin a new visit.
    /// Default 0.2: two people rarely reach it, two usable shots of one person seconds apart hardly ever miss it.
    /// </summary>
    public float SwapCosine { get; init; } = 0.2f;

    /// <summary>By how much the score has to rise for a new revision of an event. Default 0.04.</summary>
    public float RevisionGain { get; init; } = 0.04f;

    /// <summary>Most revisions of an event. Default 4.</summary>
    public uint Revisions { get; init; } = 4;

    /// <summary>By how much another entry has to beat the one that was told to take its place in a revision. Default 0.08.</summary>
    public float OtherEntryGain { get; init; } = 0.08f;

    /// <summary>Longest side of the probe's picture in pixels. Default 320.</summary>
    public int ProbeSide { get; init; } = 320;

    /// <summary>Room around the face in the probe's picture, in face sizes on each side. Default 0.5.</summary>
    public float ProbeMargin { get; init; } = 0.5f;

    /// <summary>How faces are followed.</summary>
    public TrackerOptions Tracker { get; init; } = new();
}
