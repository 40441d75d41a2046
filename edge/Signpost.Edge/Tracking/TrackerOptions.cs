namespace Signpost.Edge.Tracking;

/// <summary>How faces are followed from frame to frame. Chosen on the simulated street: docs/results/tracking.md.</summary>
public sealed record TrackerOptions
{
    /// <summary>Most visits at once; further faces wait until one ends. Default 32.</summary>
    public int Capacity { get; init; } = 32;

    /// <summary>A visit ends when its face was not seen for this long: as long as somebody who walks past hides it. Default 1.5 s.</summary>
    public TimeSpan EndsAfter { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Detections before a track counts as a visit: one false detection is nobody. Default 2.</summary>
    public int ConfirmedAfter { get; init; } = 2;

    /// <summary>Standard deviation of a detected centre, in face sizes. Default 0.06.</summary>
    public float PositionNoise { get; init; } = 0.06f;

    /// <summary>Standard deviation of a walker's acceleration, in face sizes a second squared. Default 1.5.</summary>
    public float Acceleration { get; init; } = 1.5f;

    /// <summary>Standard deviation of the speed of somebody seen once, in face sizes a second. Default 4.</summary>
    public float FirstSpeed { get; init; } = 4;

    /// <summary>Standard deviation of a detected size, in face sizes. Default 0.08.</summary>
    public float SizeNoise { get; init; } = 0.08f;

    /// <summary>How a size wanders, in face sizes a root second. Default 0.3.</summary>
    public float SizeWander { get; init; } = 0.3f;

    /// <summary>Squared distance from the prediction, in standard deviations, up to which a face may be the track's. Default 16: of two degrees of
    /// freedom, 1 in 3,000 lies beyond.</summary>
    public float Gate { get; init; } = 16;

    /// <summary>However unsure the prediction: how far from it a face may be found, in face sizes. Default 1.5.</summary>
    public float Reach { get; init; } = 1.5f;

    /// <summary>Weight of appearance beside overlap and nearness. Default 1.</summary>
    public float AppearanceWeight { get; init; } = 1;

    /// <summary>Appearance (cosine) that speaks neither for nor against. Default 0.6.</summary>
    public float AppearanceNeutral { get; init; } = 0.6f;

    /// <summary>Share of a new appearance that goes into the track's, 0 … 1. Default 0.15.</summary>
    public float AppearanceShare { get; init; } = 0.15f;
}
