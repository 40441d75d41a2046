using Microsoft.Data.Sqlite;
using Signpost.Edge.Appliance.Configuration;
using Signpost.Edge.Provisioning;
using Signpost.Recognition;

namespace Signpost.Edge.Appliance.Commands;

/// <summary><c>status</c>: what this unit is and holds, read from its files; works beside a running unit and changes nothing.</summary>
internal static class StatusCommand
{
    public static int Run(string configurationPath)
    {
        var configuration = ConfigurationFile.Read(configurationPath);
        var identity = Identity(configuration);
        var pack = Pack(configuration);
        Line("running", DataDirectory.IsHeld(configuration.DataDirectory) ? "yes" : "no; start it with: run --config " + configurationPath);
        Outbox(Path.Combine(configuration.DataDirectory, "outbox.db"));
        Line("beacon", Devices.Board.IsSimulated
            ? "simulated (demonstration build)" : "none: without a board file this unit does not recognise (BEACON_DARK)");
        return identity && pack ? ExitCodes.Success : ExitCodes.NotReady;
    }

    private static bool Identity(UnitConfiguration configuration)
    {
        var store = new IdentityStore(configuration.DataDirectory);
        if (!store.Exists)
        {
            Line("unit", "not enrolled; 'run' enrols it with " + (configuration.ProvisionFile ?? "the provision file that provisionFile has to name"));
            return false;
        }

        try
        {
            using var identity = store.Load();
            Line("unit", identity.UnitId);
            Line("certificate", $"until {identity.Certificate.NotAfter.ToUniversalTime():u}");
            Line("control plane", $"{identity.Units.Host}:{identity.Units.Port}, broker {identity.Broker.Host}:{identity.Broker.Port}");
            return true;
        }
        catch (ProvisioningException failure)
        {
            Line("unit", failure.Message);
            return false;
        }
    }

    private static bool Pack(UnitConfiguration configuration)
    {
        try
        {
            Line("pack", Convert.ToHexStringLower(ModelPack.Load(configuration.PackDirectory).Digest.Span));
            return true;
        }
        catch (PackException failure)
        {
            Line("pack", failure.Message);
            return false;
        }
    }

    private static void Outbox(string path)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var outbox = MatchEvents.Outbox.Open(path, TimeProvider.System);
            Line("outbox", $"{outbox.Pending} not yet committed, {outbox.LastSequence} written in epoch {outbox.Epoch}");
        }
        catch (SqliteException failure)
        {
            Line("outbox", "cannot be read: " + failure.Message);
        }
    }

    private static void Line(string name, string value) => Console.WriteLine($"{name,-14} {value}");
}
