namespace Signpost.Edge.Tracking;

/// <summary>How faces are followed from frame to frame.</summary>
public sealed record TrackerOptions
{
    /// <summary>Most visits at once; further faces wait until one ends. Default 32.</summary>
    public int Capacity { get; init; } = 32;

    /// <summary>A visit ends when its face was not seen for this long. Default 1 s.</summary>
    public TimeSpan EndsAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Detections before a track counts as a visit: one false detection is nobody. Default 2.</summary>
    public int ConfirmedAfter { get; init; } = 2;

    /// <summary>How far from its predicted centre a face may be found, in face sizes. Default 0.8.</summary>
    public float Reach { get; init; } = 0.8f;

    /// <summary>Share of a surprise that goes into the position, 0 … 1 (alpha of the filter). Default 0.7.</summary>
    public float PositionGain { get; init; } = 0.7f;

    /// <summary>Share of a surprise that goes into the velocity, 0 … 1 (beta of the filter). Default 0.25.</summary>
    public float VelocityGain { get; init; } = 0.25f;
}
