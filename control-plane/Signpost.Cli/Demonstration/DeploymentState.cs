using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>What an earlier run arranged: its watchlist, by the fingerprint of the photographs, and the order over it.</summary>
/// <param name="Persons">Watchlist entry to the person it shows.</param>
/// <param name="Cameras">Unit and fingerprint of every camera that the order names; null in a file of an earlier version.</param>
internal sealed record DeploymentState(
    string Fingerprint,
    Guid WatchlistId,
    DateTimeOffset WatchlistExpiresAt,
    IReadOnlyDictionary<Guid, string> Persons,
    Guid OrderId,
    DateTimeOffset OrderNotAfter,
    float Threshold,
    IReadOnlyList<string> UnitIds,
    IReadOnlyList<string>? Cameras)
{
    public static DeploymentState? Load(DataFolder data) =>
        File.Exists(data.Deployment) ? JsonSerializer.Deserialize(File.ReadAllBytes(data.Deployment), DeploymentJson.Default.DeploymentState) : null;

    public void Save(DataFolder data) =>
        AtomicFile.Write(data.Deployment, JsonSerializer.SerializeToUtf8Bytes(this, DeploymentJson.Default.DeploymentState), AtomicFile.OwnerOnly);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DeploymentState))]
internal sealed partial class DeploymentJson : JsonSerializerContext;
