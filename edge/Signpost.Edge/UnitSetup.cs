using Microsoft.Extensions.Logging;
using Signpost.Edge.Interlocks;
using Signpost.Edge.MatchEvents;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Vision;
using Signpost.Hardware;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge;

/// <summary>Everything that a unit is made of. There is no threshold among it.</summary>
public sealed record UnitSetup
{
    /// <summary>Who the unit is.</summary>
    public required UnitIdentity Identity { get; init; }

    /// <summary>Its models.</summary>
    public required ModelPack Pack { get; init; }

    /// <summary>Folder for outbox, ledger and ciphertexts.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Makes the camera; called for each period of recognition.</summary>
    public required Func<ICamera> OpenCamera { get; init; }

    /// <summary>Fingerprints of what the unit looks through.</summary>
    /// <remarks>Throws <see cref="CameraUnidentifiedException"/> where there is no telling.</remarks>
    public required Func<CancellationToken, Task<IReadOnlyList<string>>> IdentifyCameras { get; init; }

    /// <summary>Where the unit stands, as the engineer declared it; null: not declared, and no order will do.</summary>
    public Corner? Position { get; init; }

    /// <summary>The beacon.</summary>
    public required IBeacon Beacon { get; init; }

    /// <summary>Time between health reports. Default 10 s.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How match events travel.</summary>
    public OutboxOptions Outbox { get; init; } = new();

    /// <summary>Limits of the interlocks.</summary>
    public InterlockOptions Interlocks { get; init; } = new();

    /// <summary>How faces are looked at.</summary>
    public VisionOptions Vision { get; init; } = new();

    /// <summary>Seed of the jitter between attempts to connect.</summary>
    public int JitterSeed { get; init; }

    /// <summary>Longest time that stopping waits for stored match events to be committed. Default 3 s.</summary>
    public TimeSpan FlushLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where log lines go.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
