using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A suite over one database server; each has a subclass for SQLite and one for PostgreSQL.</summary>
public abstract class StorageSuite(IDatabaseServer server)
{
    private protected Task<TestPlane> StartAsync(bool demonstration = true, bool roster = true, Result<PackCertificate>? certificate = null) =>
        TestPlane.StartAsync(server, demonstration, roster, certificate);
}
