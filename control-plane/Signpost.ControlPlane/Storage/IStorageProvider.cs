using Microsoft.EntityFrameworkCore;

namespace Signpost.ControlPlane.Storage;

/// <summary>What differs between SQLite and PostgreSQL.</summary>
public interface IStorageProvider
{
    /// <summary>Sets provider and migrations assembly.</summary>
    void Configure(DbContextOptionsBuilder options, string connectionString);

    /// <summary>Brings the schema up to date, also after a process that was killed while it did.</summary>
    Task MigrateAsync(ControlPlaneDb db, CancellationToken cancel);

    /// <summary>
    /// Whether trying the whole transaction again can help: busy or locked, deadlock, serialisation failure, lost connection, or a key that somebody else took
    /// or removed in the meantime (the second try sees it).
    /// </summary>
    bool IsWorthRetrying(Exception failure);

    /// <summary>Whether writers queue in this process: SQLite has one writer, and its busy handler waits in coarse steps.</summary>
    bool SingleWriter { get; }
}
