using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Broker;
using Signpost.ControlPlane.Console.Hosting;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>The control plane's program: <c>--config FILE</c>. Runs until it is told to stop (SIGTERM, SIGINT), exit code 0; 1 with one line on standard error when it cannot start.</summary>
/// <param name="storage">Provider by its name in the configuration.</param>
/// <param name="sqliteConnectionString">Connection string for a SQLite file.</param>
public sealed class ControlPlaneProgram(Func<string, IStorageProvider> storage, Func<string, string> sqliteConnectionString)
{
    /// <returns>Exit code.</returns>
    public async Task<int> RunAsync(string[] args, TextWriter errors, CancellationToken cancel = default)
    {
        try
        {
            if (args is not ["--config", var path]) throw new StartException("Usage: Signpost.ControlPlane.Server --config FILE");
            var settings = ConfigRules.Check(ControlPlaneConfig.Read(path), path);
            await RunAsync(settings, cancel);
            return 0;
        }
        catch (Exception e) when (StartFailures.Explain(e) is { } line)
        {
            await errors.WriteLineAsync(line);
            return 1;
        }
    }

    private async Task RunAsync(ControlPlaneSettings settings, CancellationToken cancel)
    {
        using var data = DataFolder.Claim(settings);
        var pack = LoadPack(settings.PackDirectory);
        var time = TimeProvider.System;
        using var authority = IssuingAuthority.CreateOrLoad(settings.PkiDirectory, $"{settings.Force} issuing authority", time);
        using var certificates = new Certificates(authority, settings);
        using var keyStore = KeyStores.Open(settings.KeyStore, time);
        using var cohort = KeyStores.LoadCohort(settings.CohortFile, pack);

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Configure(kestrel, settings, certificates, authority, time));
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("Signpost", LogLevel.Information);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(keyStore);
        builder.Services.AddSingleton(cohort);
        builder.Services.AddStorage(storage(settings.StorageProvider), ConnectionString(settings));
        builder.Services.AddFeatures(new DeploymentOptions(settings.Force, settings.RosterRoot), new StaffOptions(settings.ConsoleOrigin, PasswordAlone: settings.Demonstration));
        var certificate = PackCertificateFile.Load(settings.PackDirectory, pack.Digest);
        builder.Services.AddPack(pack, certificate);
        builder.Services.AddUnitDoors(settings, authority);
        builder.Services.AddSignIn(Path.Combine(settings.KeysDirectory, "sign-in"), settings.Provider);
        builder.Services.AddConsole(new ConsoleOptions(settings.Force, settings.Demonstration));

        await using var app = builder.Build();
        if (certificate.Refusal is { } uncertified) app.Services.GetRequiredService<ILogger<ControlPlaneProgram>>().Uncertified(uncertified.Detail);
        await PrepareAsync(app.Services, settings, cancel);
        ControlPlanePipeline.Use(app, settings.EmbeddedBroker);
        await app.StartAsync(cancel);
        await ReadyAsync(app.Services, settings, cancel);
        await app.WaitForShutdownAsync(cancel);
        File.Delete(settings.ReadyFile);
    }

    private string ConnectionString(ControlPlaneSettings settings) => settings.StorageProvider == ControlPlaneSettings.Sqlite
        ? sqliteConnectionString(settings.DatabaseFile)
        : Encoding.UTF8.GetString(KeyFiles.ReadSecret(settings.ConnectionStringFile!, 16 * 1024)).Trim();

    private static ModelPack LoadPack(string directory)
    {
        try
        {
            return ModelPack.Load(directory);
        }
        catch (PackException e)
        {
            throw new StartException($"The model pack cannot be used: {OneLine.Of(e)}. Build it with: ./signpost models", e);
        }
    }

    private static async Task PrepareAsync(IServiceProvider services, ControlPlaneSettings settings, CancellationToken cancel)
    {
        await using (var db = await services.GetRequiredService<IDbContextFactory<ControlPlaneDb>>().CreateDbContextAsync(cancel))
        {
            await CheckSchemaAsync(db, cancel);
            await services.GetRequiredService<IStorageProvider>().MigrateAsync(db, cancel);
            await services.GetRequiredService<DataKeys>().TidyAsync(db, cancel);
        }

        if (settings.InitialStaffFile is null) return;
        var made = await services.GetRequiredService<InitialStaff>().ReadAsync(settings.InitialStaffFile, cancel);
        if (!made.Succeeded(out var result, out var problem)) throw new StartException(problem.Detail);
        if (result.Accounts > 0) services.GetRequiredService<ILogger<ControlPlaneProgram>>().StaffMade(result.Accounts);
    }

    /// <exception cref="StartException">The database has a layout that this build does not know.</exception>
    internal static async Task CheckSchemaAsync(ControlPlaneDb db, CancellationToken cancel)
    {
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancel)).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count == 0) return;
        throw new StartException(
            $"The database was made by another build of Signpost ({string.Join(", ", unknown)}), and this one does not know how it is laid out. Nothing was changed. "
            + "Use that build, or set the database aside and begin with a new one.");
    }

    private static async Task ReadyAsync(IServiceProvider services, ControlPlaneSettings settings, CancellationToken cancel)
    {
        // With an own broker "ready" includes hearing it; somebody else's may come later.
        if (settings.EmbeddedBroker) await services.GetRequiredService<IngestClient>().Subscribed.WaitAsync(TimeSpan.FromSeconds(30), cancel);
        var ready = JsonSerializer.SerializeToUtf8Bytes(new
        {
            pid = Environment.ProcessId,
            console = $"http://localhost:{settings.ConsolePort}",
            enrolment = $"https://{settings.AdvertisedHost}:{settings.EnrolmentPort}",
        });
        AtomicFile.Write(settings.ReadyFile, ready, AtomicFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        services.GetRequiredService<ILogger<ControlPlaneProgram>>().Ready(settings.ConsolePort);
    }
}
