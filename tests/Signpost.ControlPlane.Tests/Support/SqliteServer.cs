using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Sqlite;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>Files in a temporary folder; each test gets a copy of one migrated file.</summary>
public sealed class SqliteServer : IDatabaseServer, IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-sqlite-");
    private int databases;

    public IStorageProvider Provider { get; } = new SqliteStorage();

    public async ValueTask InitializeAsync()
    {
        var options = new DbContextOptionsBuilder<ControlPlaneDb>();
        Provider.Configure(options, SqliteStorage.ConnectionString(Template));
        await using (var db = new ControlPlaneDb(options.Options))
        {
            await Provider.MigrateAsync(db, CancellationToken.None);
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        SqliteConnection.ClearAllPools();
    }

    public Task<string> NewDatabaseAsync()
    {
        var path = Path.Combine(folder.FullName, $"{Interlocked.Increment(ref databases)}.db");
        File.Copy(Template, path);
        return Task.FromResult(SqliteStorage.ConnectionString(path));
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Template => Path.Combine(folder.FullName, "template.db");
}
