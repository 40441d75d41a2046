using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Signpost.Edge.Appliance.Configuration;
using Signpost.Edge.Interlocks;
using Signpost.Edge.MatchEvents;
using Signpost.Edge.Provisioning;
using Signpost.Hardware;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge.Appliance.Commands;

/// <summary><c>run</c>: enrols the unit if it has no identity, and runs it until it is told to stop.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(string configurationPath)
    {
        var configuration = ConfigurationFile.Read(configurationPath);
        var time = BootTime.Instance;
        var openCamera = Devices.CameraFactory(configuration.Camera, time);
        await CheckAsync(openCamera).ConfigureAwait(false);
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(new PlainConsole(time)));

        DataDirectory.Create(configuration.DataDirectory);
        using var held = DataDirectory.Hold(configuration.DataDirectory);
        var log = loggers.CreateLogger("Signpost.Edge.Appliance");
        Log.Starting(log, Version, Environment.ProcessId);
        try
        {
            var pack = ModelPack.Load(configuration.PackDirectory);
            using var identity = await IdentityAsync(configuration, time, loggers, stop.Token).ConfigureAwait(false);
            using var unit = new Unit(new UnitSetup
            {
                Identity = identity,
                Pack = pack,
                DataDirectory = configuration.DataDirectory,
                OpenCamera = openCamera,
                IdentifyCameras = stopping => Devices.IdentifyAsync(configuration.Camera, stopping),
                Position = configuration.Position is { } at ? new Corner(at.Latitude, at.Longitude) : null,
                Beacon = Devices.CreateBeacon(),
                HealthInterval = configuration.HealthInterval,
                Outbox = new OutboxOptions { Resend = configuration.OutboxResend },
                Interlocks = new InterlockOptions { StaleLimit = configuration.StaleLimit },
                JitterSeed = RandomNumberGenerator.GetInt32(int.MaxValue),
                Time = time,
                Loggers = loggers,
            });
            Log.Running(log, identity.UnitId);
            await unit.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop before it ran.
        }

        Log.Stopped(log);
        return ExitCodes.Success;
    }

    /// <summary><c>enrol</c>: a new identity in place of the one there is, if any; that one stays whatever fails.</summary>
    public static async Task<int> EnrolAsync(string configurationPath)
    {
        var configuration = ConfigurationFile.Read(configurationPath);
        if (configuration.ProvisionFile is null) throw new UsageException("The configuration names no provisionFile: get one, with a claim token, from the field engineer.");
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        var time = BootTime.Instance;
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(new PlainConsole(time)));
        DataDirectory.Create(configuration.DataDirectory);
        using var held = DataDirectory.Hold(configuration.DataDirectory);
        try
        {
            (await EnrolAsync(new IdentityStore(configuration.DataDirectory), configuration.ProvisionFile, time, loggers, stop.Token).ConfigureAwait(false)).Dispose();
            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.NotEnrolled;
        }
    }

    private static string Version =>
        typeof(RunCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    // A camera opens nothing before its first read, but says at once what it cannot be.
    private static async Task CheckAsync(Func<ICamera> openCamera)
    {
        try
        {
            await openCamera().DisposeAsync().ConfigureAwait(false);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"camera: {failure.Message}", failure);
        }
    }

    private static async Task<UnitIdentity> IdentityAsync(
        UnitConfiguration configuration, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var store = new IdentityStore(configuration.DataDirectory);
        if (store.Exists) return store.Load();
        if (configuration.ProvisionFile is null)
            throw new ProvisioningException("This unit has no identity and the configuration names no provisionFile: get one, with a claim token, from the field engineer.");
        return await EnrolAsync(store, configuration.ProvisionFile, time, loggers, cancellationToken).ConfigureAwait(false);
    }

    private static Task<UnitIdentity> EnrolAsync(
        IdentityStore store, string provisionFile, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var jitter = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        var enroller = new Enroller(store, Devices.Board, Version, time, jitter, loggers.CreateLogger<Enroller>());
        return enroller.EnrolAsync(Provision.Read(provisionFile), cancellationToken);
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        // A second signal ends the process the hard way.
        context.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    }
}
