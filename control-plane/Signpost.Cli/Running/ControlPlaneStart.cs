using System.Text.Json;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Processes;

namespace Signpost.Cli.Running;

/// <summary>Writes the control plane's configuration, starts it and waits until it listens.</summary>
internal sealed class ControlPlaneStart(SignpostHome home, DataFolder data, Waiting waiting)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<SupervisedProgram> StartAsync(Fleet fleet, Ports ports, Force force, string? cohortFile, CancellationToken stopping)
    {
        ConfigurationJson.Write(
            data.ControlPlaneConfiguration,
            new ControlPlaneConfiguration(
                data.ControlPlane,
                home.DefaultPack,
                new("sqlite", null),
                Force.Name,
                new(ports.Console),
                new(ports.Units),
                new(ports.Enrolment),
                new(ports.Broker),
                "localhost",
                Demonstration: true,
                data.Staff,
                force.RootPublicKey,
                cohortFile));
        var program = await fleet.StartAsync(new("control-plane", home.ControlPlane, ["--config", data.ControlPlaneConfiguration], data.Log("control-plane"), GivesWay: true));
        await waiting.UntilAsync(
            program,
            () => Task.FromResult(IsReady(program.Pid)),
            Patience,
            () => $"The control plane is not ready after {Patience.TotalSeconds:0} s",
            stopping);
        return program;
    }

    // An earlier life may have left its file behind.
    private bool IsReady(int pid)
    {
        var file = Path.Combine(data.ControlPlane, "ready");
        if (!File.Exists(file)) return false;
        using var ready = JsonDocument.Parse(File.ReadAllBytes(file));
        return ready.RootElement.TryGetProperty("pid", out var writer) && writer.GetInt32() == pid;
    }
}
