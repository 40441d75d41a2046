using Signpost.Contracts.V1;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A suite over one database server; each has a subclass for SQLite and one for PostgreSQL.</summary>
public abstract class StorageSuite(IDatabaseServer server)
{
    private protected Task<TestPlane> StartAsync(bool demonstration = true, bool roster = true, Result<PackCertificate>? certificate = null, CohortFile? cohort = null, Func<TimeProvider, IKeyStore>? keyStore = null) =>
        TestPlane.StartAsync(server, demonstration, roster, certificate, cohort, keyStore);
}
