using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Signpost.ControlPlane.Postgres;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>
/// A PostgreSQL of the tests' own, from Debian's package, in a temporary folder on a free port; stopped at the end. Missing: the tests skip on a laptop and fail in CI.
/// </summary>
public sealed class PostgresServer : IDatabaseServer, IAsyncLifetime
{
    private const string Template = "signpost_template";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-postgres-");
    private string? binaries;
    private int port;
    private int databases;

    public IStorageProvider Provider { get; } = new PostgresStorage();

    public async ValueTask InitializeAsync()
    {
        binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(x => Path.Combine(x, "bin")).Where(x => File.Exists(Path.Combine(x, "initdb"))).Max(StringComparer.Ordinal)
            : null;
        if (binaries is null) return;
        port = FreePorts.Take();
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL does not run as root, and its user has to get into the folder.
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
            await RunAsync("chown", "postgres", folder.FullName);
        }

        await RunPostgresAsync("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        await RunPostgresAsync(
            "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder.FullName, "log"), "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder.FullName} -c fsync=off -c max_connections=200", "start");
        await ExecuteAsync("postgres", $"CREATE DATABASE {Template}");
        var options = new DbContextOptionsBuilder<ControlPlaneDb>();
        Provider.Configure(options, ConnectionString(Template));
        await using (var db = new ControlPlaneDb(options.Options)) await Provider.MigrateAsync(db, CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
    }

    public async Task<string> NewDatabaseAsync()
    {
        if (binaries is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("PostgreSQL is missing, and CI must have it.");
        Assert.SkipWhen(binaries is null, "PostgreSQL is missing: apt-get install postgresql-15");
        var name = $"signpost_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {Template}");
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (binaries is not null && File.Exists(Path.Combine(Data, "postmaster.pid"))) await RunPostgresAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(folder.FullName, "data");

    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Database = database, Username = "postgres", MaxPoolSize = 20, ConnectionIdleLifetime = 2, ConnectionPruningInterval = 1 }.ToString();

    private async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task RunPostgresAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(binaries!, program);
        return Environment.IsPrivilegedProcess ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]) : RunAsync(path, arguments);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // Its chatter is no part of a test run's output; a pipe would stay open as long as the server that it starts.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null", program, .. arguments]) { WorkingDirectory = folder.FullName, UseShellExecute = false };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode}"));
    }
}
