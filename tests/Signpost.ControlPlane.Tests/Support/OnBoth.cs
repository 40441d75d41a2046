namespace Signpost.ControlPlane.Tests.Support;

/// <summary>A suite over one database server; each has a subclass for SQLite and one for PostgreSQL.</summary>
public abstract class StorageSuite(IDatabaseServer server)
{
    private protected Task<TestPlane> StartAsync(bool demonstration = true, bool roster = true) => TestPlane.StartAsync(server, demonstration, roster);
}
