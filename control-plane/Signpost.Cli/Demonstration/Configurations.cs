using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>What the control plane reads at start.</summary>
internal sealed record ControlPlaneConfiguration(
    string DataDirectory,
    string PackDirectory,
    StorageConfiguration Storage,
    string Force,
    PortConfiguration Console,
    PortConfiguration Units,
    PortConfiguration Enrolment,
    PortConfiguration Broker,
    string AdvertisedHost,
    bool Demonstration,
    string InitialStaffFile,
    string RosterRootPublicKey,
    string? CohortFile);

internal sealed record StorageConfiguration(string Provider, string? ConnectionStringFile);

internal sealed record PortConfiguration(int Port);

/// <summary>What a unit reads at start.</summary>
internal sealed record UnitConfiguration(
    string DataDirectory,
    string PackDirectory,
    string ProvisionFile,
    TimeSpan HealthInterval,
    TimeSpan OutboxResend,
    TimeSpan StaleLimit,
    PositionConfiguration Position,
    CameraConfiguration Camera);

/// <summary>Degrees.</summary>
internal sealed record PositionConfiguration(double Latitude, double Longitude);

/// <param name="Kind"><c>simulated</c>, <c>ffmpeg</c> (a file or a stream) or <c>images</c> (a glob pattern).</param>
internal sealed record CameraConfiguration(
    string Kind,
    string? Source,
    int Width,
    int Height,
    double? FramesPerSecond,
    int Seed,
    int UnitIndex,
    string? MediaDirectory,
    string? TruthFile);

/// <summary>What a field engineer hands a unit.</summary>
internal sealed record ProvisionFile(string EnrolmentUrl, string ControlPlaneCa, string RosterRootPublicKey, string ClaimTokenFile);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ControlPlaneConfiguration))]
[JsonSerializable(typeof(UnitConfiguration))]
[JsonSerializable(typeof(ProvisionFile))]
internal sealed partial class ConfigurationJson : JsonSerializerContext
{
    public static void Write(string path, ControlPlaneConfiguration value) => Write(path, JsonSerializer.SerializeToUtf8Bytes(value, Default.ControlPlaneConfiguration));

    public static void Write(string path, UnitConfiguration value) => Write(path, JsonSerializer.SerializeToUtf8Bytes(value, Default.UnitConfiguration));

    public static void Write(string path, ProvisionFile value) => Write(path, JsonSerializer.SerializeToUtf8Bytes(value, Default.ProvisionFile));

    private static void Write(string path, byte[] json) => AtomicFile.Write(path, json, AtomicFile.OwnerOnly);
}
