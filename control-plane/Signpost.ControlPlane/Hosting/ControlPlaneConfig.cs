using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.ControlPlane.Hosting;

/// <summary>The configuration file as written (docs/configuration.md). Secrets stand in files that it names, never in it.</summary>
internal sealed record ControlPlaneConfig(
    string? DataDirectory,
    string? PackDirectory,
    StorageConfig? Storage,
    string? Force,
    ConsoleConfig? Console,
    PortConfig? Units,
    PortConfig? Enrolment,
    BrokerConfig? Broker,
    string? AdvertisedHost,
    bool Demonstration = false,
    string? InitialStaffFile = null,
    string? RosterRootPublicKey = null,
    string? Listen = null,
    string? KeysDirectory = null,
    KeyStoreConfig? KeyStore = null,
    string? CohortFile = null,
    IdentityProviderConfig? IdentityProvider = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <exception cref="StartException">The file is missing, unreadable or not JSON of this form.</exception>
    public static ControlPlaneConfig Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ControlPlaneConfig>(File.ReadAllBytes(path), Json) ?? throw new StartException($"{path} is empty; a configuration is expected.");
        }
        catch (JsonException e)
        {
            throw new StartException($"{path} is not a configuration: {OneLine.Of(e)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Cannot read the configuration {path}: {OneLine.Of(e)}", e);
        }
    }
}

/// <param name="Provider"><c>sqlite</c> (default) or <c>postgres</c>.</param>
/// <param name="ConnectionStringFile">For PostgreSQL: a file (0600) with the connection string.</param>
internal sealed record StorageConfig(string? Provider, string? ConnectionStringFile);

/// <param name="Kind"><c>file</c> (default) or <c>pkcs11</c>.</param>
/// <param name="File">For <c>file</c>: where; default <c>masters.json</c> in the keys directory.</param>
/// <param name="Library">For <c>pkcs11</c>: the module of the token's maker.</param>
/// <param name="Token">Its label.</param>
/// <param name="PinFile">A file (0600) with the user's PIN.</param>
internal sealed record KeyStoreConfig(string? Kind = null, string? File = null, string? Library = null, string? Token = null, string? PinFile = null);

internal sealed record PortConfig(int Port);

/// <param name="Origin">Where browsers find the console when a proxy with TLS stands before it, such as <c>https://console.force.example</c>; default: localhost. Passkeys are bound to it.</param>
internal sealed record ConsoleConfig(int Port, string? Origin = null);

/// <summary>See <see cref="Staff.SignIn.ProviderOptions"/>.</summary>
internal sealed record IdentityProviderConfig(
    string? Issuer, string? ClientId, string? Name = null, string? ClientSecretFile = null, string? AccountClaim = null, string? OfficerClaim = null, string? RoleClaim = null,
    IReadOnlyList<string>? StrongMethods = null);

/// <param name="Embedded">Default true. False: the broker at <paramref name="Host"/> is used.</param>
/// <param name="Host">Default: the advertised host.</param>
internal sealed record BrokerConfig(int Port, bool Embedded = true, string? Host = null);
