using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Edge.Appliance.Configuration;

/// <summary>The configuration file as written. It holds paths and times, no secret and no threshold.</summary>
/// <remarks>Setters, not init: the generated reader sets every init property, and a default would be lost.</remarks>
internal sealed record UnitConfiguration
{
    /// <summary>Folder for identity, outbox and ciphertexts; made when missing.</summary>
    public required string DataDirectory { get; set; }

    /// <summary>Folder of the model pack.</summary>
    public required string PackDirectory { get; set; }

    /// <summary>File from the field engineer; read when the unit has no identity.</summary>
    public string? ProvisionFile { get; set; }

    /// <summary>Time between health reports.</summary>
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which uncommitted match events are sent again.</summary>
    public TimeSpan OutboxResend { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time without the control plane.</summary>
    public TimeSpan StaleLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Where the unit stands, as the engineer declares it; without it no order will do.</summary>
    public PositionConfiguration? Position { get; set; }

    /// <summary>The camera.</summary>
    public required CameraConfiguration Camera { get; set; }
}

/// <summary>Degrees, WGS 84.</summary>
internal sealed record PositionConfiguration
{
    /// <summary>-90 to 90, north positive.</summary>
    public required double Latitude { get; set; }

    /// <summary>-180 to 180, east positive.</summary>
    public required double Longitude { get; set; }
}

/// <summary>The camera as written. Which of the rest counts depends on the kind.</summary>
internal sealed record CameraConfiguration
{
    /// <summary><c>ffmpeg</c>, <c>images</c>, or, in builds with simulated devices, <c>simulated</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>For ffmpeg: video file, device or address. For images: pattern, such as <c>/path/*.jpg</c>.</summary>
    public string? Source { get; set; }

    /// <summary>Pixels; simulated scene only.</summary>
    public int Width { get; set; } = 1280;

    /// <summary>Pixels; simulated scene only.</summary>
    public int Height { get; set; } = 720;

    /// <summary>Pictures a second, 0.1 to 120: of a simulated scene (12.5 when left out), or, for ffmpeg, the most that are looked at (all when left out).</summary>
    public double? FramesPerSecond { get; set; }

    /// <summary>Which simulated scene.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Which unit of a simulated demonstration, from 0.</summary>
    public int UnitIndex { get; set; }

    /// <summary>Folder of the footage of a simulated scene.</summary>
    public string? MediaDirectory { get; set; }

    /// <summary>Where a simulated scene tells its truth.</summary>
    public string? TruthFile { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(UnitConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
