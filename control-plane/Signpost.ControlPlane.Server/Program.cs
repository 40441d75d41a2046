using Signpost.ControlPlane.Hosting;
using Signpost.ControlPlane.Postgres;
using Signpost.ControlPlane.Sqlite;

var program = new ControlPlaneProgram(
    provider => provider == "postgres" ? new PostgresStorage() : new SqliteStorage(),
    SqliteStorage.ConnectionString);
return await program.RunAsync(args, Console.Error);
