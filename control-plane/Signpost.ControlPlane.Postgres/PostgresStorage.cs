using Microsoft.EntityFrameworkCore;
using Npgsql;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Postgres;

/// <summary>PostgreSQL, by connection string.</summary>
public sealed class PostgresStorage : IStorageProvider
{
    public bool SingleWriter => false;

    public void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, postgres => postgres.MigrationsAssembly(typeof(PostgresStorage).Assembly.GetName().Name));

    /// <inheritdoc/>
    /// <remarks>Entity Framework's lock is the session's here and goes with it.</remarks>
    public Task MigrateAsync(ControlPlaneDb db, CancellationToken cancel) => db.Database.MigrateAsync(cancel);

    public bool IsWorthRetrying(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation }) return true;
            if (cause is NpgsqlException { IsTransient: true }) return true;
        }

        return false;
    }
}
