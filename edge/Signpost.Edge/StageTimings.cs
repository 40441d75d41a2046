namespace Signpost.Edge;

/// <summary>How long the stages of the frame path take.</summary>
public sealed class StageTimings
{
    /// <summary>The camera's work on a frame.</summary>
    public LatencyHistogram Decode { get; } = new();

    /// <summary>Finding the faces of a frame.</summary>
    public LatencyHistogram Detect { get; } = new();

    /// <summary>Following them.</summary>
    public LatencyHistogram Track { get; } = new();

    /// <summary>One shot: landmarks, alignment, quality, template.</summary>
    public LatencyHistogram Embed { get; } = new();

    /// <summary>One comparison with the whole watchlist.</summary>
    public LatencyHistogram Search { get; } = new();
}
