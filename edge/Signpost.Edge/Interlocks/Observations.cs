namespace Signpost.Edge.Interlocks;

/// <summary>What is observed at one instant. Everything that recognition depends on stands here and nowhere else.</summary>
public readonly record struct Observations
{
    /// <summary>The instant: what the control plane signed and the time since; before it was heard, the unit's own clock, never behind what it must be at least (<see cref="ContactClock"/>).</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the unit has an identity.</summary>
    public bool Provisioned { get; init; }

    /// <summary>Whether the control plane said that the unit is revoked.</summary>
    public bool Revoked { get; init; }

    /// <summary>Window of the verified order, or null when there is none.</summary>
    public Window? Order { get; init; }

    /// <summary>How long the order lets the unit go on without the control plane; null when there is no order.</summary>
    public TimeSpan? StaleLimit { get; init; }

    /// <summary>When the loaded watchlist of that very order ends, or null when none is loaded.</summary>
    public DateTimeOffset? WatchlistNotAfter { get; init; }

    /// <summary>Whether every model gave its recorded outputs at boot.</summary>
    public bool SelfTestPassed { get; init; }

    /// <summary>Whether the beacon is sensed lit.</summary>
    public bool BeaconLit { get; init; }

    /// <summary>Whether the camera gives pictures, or has not been tried yet.</summary>
    public bool CameraPresent { get; init; }

    /// <summary>Whether the order names every camera that the unit looks through; counts only while there is an order.</summary>
    public bool CamerasNamed { get; init; }

    /// <summary>Time since the control plane was last heard, or null if it was not heard since boot.</summary>
    public TimeSpan? SinceContact { get; init; }

    /// <summary>Whether the clock agrees with what the control plane said and the time that passed since.</summary>
    public bool ClockTrusted { get; init; }

    /// <summary>Whether the program is being stopped.</summary>
    public bool Stopping { get; init; }
}

/// <summary>A span of time. <paramref name="NotBefore"/> belongs to it, <paramref name="NotAfter"/> does not.</summary>
public readonly record struct Window(DateTimeOffset NotBefore, DateTimeOffset NotAfter);
