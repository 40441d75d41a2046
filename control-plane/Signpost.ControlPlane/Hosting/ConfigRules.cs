using Signpost.ControlPlane.Staff.SignIn;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>Checks a configuration and says everything that is wrong with it at once.</summary>
internal static class ConfigRules
{
    /// <exception cref="StartException">Something is missing or out of range.</exception>
    public static ControlPlaneSettings Check(ControlPlaneConfig config, string path)
    {
        List<string> wrong = [];
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var host = string.IsNullOrWhiteSpace(config.AdvertisedHost) ? "localhost" : config.AdvertisedHost.Trim();
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown) wrong.Add($"advertisedHost '{host}' is not a host name");
        var provider = config.Storage?.Provider ?? ControlPlaneSettings.Sqlite;
        if (provider is not (ControlPlaneSettings.Sqlite or ControlPlaneSettings.Postgres)) wrong.Add($"storage.provider '{provider}' is neither sqlite nor postgres");
        if (provider == ControlPlaneSettings.Postgres && string.IsNullOrEmpty(config.Storage?.ConnectionStringFile))
            wrong.Add("storage.connectionStringFile is missing; PostgreSQL needs one");
        if (string.IsNullOrWhiteSpace(config.Force)) wrong.Add("force is missing");
        if (config.Listen is not (null or "loopback" or "any")) wrong.Add($"listen '{config.Listen}' is neither loopback nor any");
        var consolePort = Port(config.Console is null ? null : new PortConfig(config.Console.Port), "console", wrong);
        var data = Full(directory, config.DataDirectory, "dataDirectory", wrong);
        var keys = Keys(directory, data, config, wrong);
        var settings = new ControlPlaneSettings(
            data,
            Full(directory, config.PackDirectory, "packDirectory", wrong),
            provider,
            config.Storage?.ConnectionStringFile is { Length: > 0 } file ? Path.GetFullPath(file, directory) : null,
            config.Force?.Trim() ?? "",
            consolePort,
            Port(config.Units, "units", wrong),
            Port(config.Enrolment, "enrolment", wrong),
            Port(config.Broker is null ? null : new PortConfig(config.Broker.Port), "broker", wrong),
            config.Broker?.Embedded ?? true,
            string.IsNullOrWhiteSpace(config.Broker?.Host) ? host : config.Broker.Host.Trim(),
            host,
            config.Listen is null ? host == "localhost" : config.Listen == "loopback",
            config.Demonstration,
            config.InitialStaffFile is { Length: > 0 } staff ? Path.GetFullPath(staff, directory) : null,
            Root(config.RosterRootPublicKey, wrong),
            keys,
            KeyStore(directory, keys, config, wrong),
            config.CohortFile is { Length: > 0 } cohort ? Path.GetFullPath(cohort, directory) : null,
            Origin(config.Console?.Origin, consolePort, wrong),
            Provider(config.IdentityProvider, directory, wrong));
        var ports = settings.EmbeddedBroker
            ? new[] { settings.ConsolePort, settings.UnitsPort, settings.EnrolmentPort, settings.BrokerPort }
            : [settings.ConsolePort, settings.UnitsPort, settings.EnrolmentPort];
        if (ports.Distinct().Count() != ports.Length) wrong.Add("two listeners have the same port");
        return wrong.Count == 0 ? settings : throw new StartException($"{path}: {string.Join("; ", wrong)}.");
    }

    private static string Full(string directory, string? path, string name, List<string> wrong)
    {
        if (!string.IsNullOrWhiteSpace(path)) return Path.GetFullPath(path, directory);
        wrong.Add($"{name} is missing");
        return "";
    }

    private static int Port(PortConfig? config, string name, List<string> wrong)
    {
        if (config is { Port: > 0 and <= 65535 }) return config.Port;
        wrong.Add(config is null ? $"{name}.port is missing" : $"{name}.port {config.Port} is not from 1 to 65535");
        return 0;
    }

    // Whoever copies the database's folder shall not have its keys.
    private static string Keys(string directory, string data, ControlPlaneConfig config, List<string> wrong)
    {
        if (config.KeysDirectory is null && config.Demonstration) return Path.Combine(data, "keys");
        if (config.KeysDirectory is null)
        {
            wrong.Add("keysDirectory is missing: a folder outside of dataDirectory and of its backups, such as /etc/signpost/keys");
            return "";
        }

        var keys = Path.GetFullPath(config.KeysDirectory, directory);
        var isInside = (keys + Path.DirectorySeparatorChar).StartsWith(data.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (data.Length > 0 && isInside && !config.Demonstration) wrong.Add($"keysDirectory '{config.KeysDirectory}' is inside of dataDirectory: a copy of the database would have its keys with it");
        return keys;
    }

    private static KeyStoreSettings KeyStore(string directory, string keys, ControlPlaneConfig config, List<string> wrong)
    {
        var store = config.KeyStore ?? new KeyStoreConfig();
        if (store.Kind is null or "file")
        {
            if (store.Library is not null || store.Token is not null || store.PinFile is not null) wrong.Add("keyStore.library, token and pinFile are for kind pkcs11");
            return new FileKeyStoreSettings(store.File is null ? Path.Combine(keys, "masters.json") : Path.GetFullPath(store.File, directory));
        }

        if (store.Kind != "pkcs11") wrong.Add($"keyStore.kind '{store.Kind}' is neither file nor pkcs11");
        if (store.File is not null) wrong.Add("keyStore.file is for kind file");
        if (string.IsNullOrEmpty(store.Library) || string.IsNullOrEmpty(store.Token) || string.IsNullOrEmpty(store.PinFile))
            wrong.Add("keyStore.library, token and pinFile are all needed for kind pkcs11");
        return new Pkcs11KeyStoreSettings(Path.GetFullPath(store.Library ?? "", directory), store.Token ?? "", Path.GetFullPath(store.PinFile ?? "", directory));
    }

    private static Uri Origin(string? origin, int port, List<string> wrong)
    {
        var local = new Uri($"http://localhost:{port}");
        if (string.IsNullOrEmpty(origin)) return local;
        if (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.GetLeftPart(UriPartial.Authority) == origin) return uri;
        wrong.Add($"console.origin '{origin}' is not an origin such as https://console.force.example");
        return local;
    }

    private static ProviderOptions Provider(IdentityProviderConfig? config, string directory, List<string> wrong)
    {
        if (config is null) return ProviderOptions.None;
        if (!Uri.TryCreate(config.Issuer, UriKind.Absolute, out var issuer) || (issuer.Scheme != Uri.UriSchemeHttps && !(issuer.IsLoopback && issuer.Scheme == Uri.UriSchemeHttp)))
        {
            wrong.Add($"identityProvider.issuer '{config.Issuer}' is not an https address");
            issuer = null;
        }

        if (string.IsNullOrWhiteSpace(config.ClientId)) wrong.Add("identityProvider.clientId is missing");
        return new ProviderOptions(
            issuer,
            config.Name ?? "the identity provider",
            config.ClientId ?? "",
            config.ClientSecretFile is { Length: > 0 } file ? Path.GetFullPath(file, directory) : null,
            config.AccountClaim ?? ProviderOptions.None.AccountClaim,
            config.OfficerClaim,
            config.RoleClaim,
            config.StrongMethods);
    }

    private static byte[]? Root(string? base64, List<string> wrong)
    {
        if (string.IsNullOrEmpty(base64)) return null;
        var bytes = new byte[base64.Length];
        if (Convert.TryFromBase64String(base64, bytes, out var length))
        {
            using var key = P256.TryImportPublicKey(bytes.AsSpan(0, length));
            if (key is not null) return bytes[..length];
        }

        wrong.Add("rosterRootPublicKey is not a P-256 public key (SubjectPublicKeyInfo in base64)");
        return null;
    }
}
