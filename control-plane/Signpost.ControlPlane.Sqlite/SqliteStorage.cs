using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Sqlite;

/// <summary>SQLite: one process, no set-up. The database file is made with mode 0600 beside its WAL.</summary>
public sealed class SqliteStorage : IStorageProvider
{
    public bool SingleWriter => true;

    /// <summary>Connection string for the database file at <paramref name="path"/>.</summary>
    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 30, Pooling = true }.ToString();

    public void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteStorage).Assembly.GetName().Name))
            .AddInterceptors(DurableConnections.Instance);

    public async Task MigrateAsync(ControlPlaneDb db, CancellationToken cancel)
    {
        // A file that is there already is not switched by Entity Framework. Without the write-ahead log whoever reads holds up whoever writes.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);
        // Entity Framework's lock is a row that outlives a killed process, and every later start would wait for it without end. Whoever migrates has the data folder
        // to itself, so a lock that is there belongs to a process that is not.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
        await db.Database.MigrateAsync(cancel);
    }

    public bool IsWorthRetrying(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            // 5 busy, 6 locked; 19 with extended 1555 (primary key) or 2067 (unique).
            if (cause is SqliteException { SqliteErrorCode: 5 or 6 } or SqliteException { SqliteExtendedErrorCode: 1555 or 2067 }) return true;
        }

        return false;
    }
}
