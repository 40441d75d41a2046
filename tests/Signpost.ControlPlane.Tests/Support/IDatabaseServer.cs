using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>Somewhere that gives every test a database of its own, migrated.</summary>
public interface IDatabaseServer
{
    IStorageProvider Provider { get; }

    /// <summary>The connection string of a new database.</summary>
    Task<string> NewDatabaseAsync();
}
