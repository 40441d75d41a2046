using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Edge.Appliance.Configuration;

/// <summary>The configuration file as written. It holds paths and times, no secret and no threshold.</summary>
internal sealed record UnitConfiguration
{
    /// <summary>Folder for identity, outbox and ciphertexts; made when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Folder of the model pack.</summary>
    public required string PackDirectory { get; init; }

    /// <summary>File from the field engineer; read when the unit has no identity.</summary>
    public string? ProvisionFile { get; init; }

    /// <summary>Time between health reports.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which uncommitted match events are sent again.</summary>
    public TimeSpan OutboxResend { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time without the control plane.</summary>
    public TimeSpan StaleLimit { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The camera.</summary>
    public required CameraConfiguration Camera { get; init; }
}

/// <summary>The camera as written. Which of the rest counts depends on the kind.</summary>
internal sealed record CameraConfiguration
{
    /// <summary><c>ffmpeg</c>, <c>images</c>, or, in builds with simulated devices, <c>simulated</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>For ffmpeg: video file, device or address. For images: pattern, such as <c>/path/*.jpg</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Pixels; simulated scene only.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Pixels; simulated scene only.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Simulated scene and images only.</summary>
    public double FramesPerSecond { get; init; } = 12.5;

    /// <summary>Which simulated scene.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Which unit of a simulated demonstration, from 0.</summary>
    public int UnitIndex { get; init; }

    /// <summary>Folder of the footage of a simulated scene.</summary>
    public string? MediaDirectory { get; init; }

    /// <summary>Where a simulated scene tells its truth.</summary>
    public string? TruthFile { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(UnitConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
