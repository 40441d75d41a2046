using Signpost.ControlPlane.Staff.SignIn;

namespace Signpost.ControlPlane.Hosting;

/// <summary>The configuration as checked; paths are absolute.</summary>
internal sealed record ControlPlaneSettings(
    string DataDirectory,
    string PackDirectory,
    string StorageProvider,
    string? ConnectionStringFile,
    string Force,
    int ConsolePort,
    int UnitsPort,
    int EnrolmentPort,
    int BrokerPort,
    bool EmbeddedBroker,
    string BrokerHost,
    string AdvertisedHost,
    bool LoopbackOnly,
    bool Demonstration,
    string? InitialStaffFile,
    byte[]? RosterRoot,
    string KeysDirectory,
    KeyStoreSettings KeyStore,
    string? CohortFile,
    Uri ConsoleOrigin,
    ProviderOptions Provider)
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    public string PkiDirectory => Path.Combine(DataDirectory, "pki");

    public string ReadyFile => Path.Combine(DataDirectory, "ready");

    public string DatabaseFile => Path.Combine(DataDirectory, "signpost.db");
}
