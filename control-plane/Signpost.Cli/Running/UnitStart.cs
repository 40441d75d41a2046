using System.Text;
using Signpost.Cli.Demonstration;
using Signpost.Cli.Processes;
using Signpost.Trust;

namespace Signpost.Cli.Running;

/// <summary>Provisions a unit that the control plane does not know yet, as a field engineer would, and starts it.</summary>
internal sealed class UnitStart(SignpostHome home, DataFolder data, Staff staff, Force force, Ports ports, Waiting waiting)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts the unit; returns once it is enrolled.</summary>
    public async Task<UnitSeat> StartAsync(Fleet fleet, int number, Source source, int seed, CancellationToken stopping)
    {
        var folder = data.Unit(number);
        folder.Create();
        foreach (var old in folder.TruthFiles()) File.Delete(old);
        var known = await FindAsync(folder, stopping);
        if (known is null) await ProvisionAsync(folder, stopping);
        ConfigurationJson.Write(
            folder.Configuration,
            new UnitConfiguration(
                folder.Data,
                home.DefaultPack,
                folder.Provision,
                TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(5),
                TimeSpan.FromHours(12),
                new(DemonstrationOrder.Position.Latitude, DemonstrationOrder.Position.Longitude),
                Camera(folder, source, number - 1, seed)));
        var program = await fleet.StartAsync(new(folder.Name, home.Appliance, ["run", "--config", folder.Configuration], data.Log(folder.Name)));
        var id = known;
        await waiting.UntilAsync(
            program,
            async () => (id ??= await FindAsync(folder, stopping)) is not null || (known is null && await ApproveAsync(folder, stopping)),
            Patience,
            () => $"{folder.Name} is not enrolled after {Patience.TotalSeconds:0} s: {LogTail.LastLine(program.Spec.Log)}",
            stopping);
        return new(folder, source, program, id!);
    }

    /// <summary>The id of the unit whose folder it is; null while it has none that the control plane believes.</summary>
    private async Task<string?> FindAsync(UnitFolder folder, CancellationToken stopping)
    {
        if (!File.Exists(folder.UnitId)) return null;
        var id = (await File.ReadAllTextAsync(folder.UnitId, stopping)).Trim();
        var engineer = await staff.AsAsync(SignIns.FieldEngineer, stopping);
        return (await engineer.UnitsAsync(stopping)).Any(unit => unit.Id == id && unit.RevokedAt is null) ? id : null;
    }

    // By somebody else than the field engineer who made the token, as everywhere. False: the unit is there when it is found.
    private async Task<bool> ApproveAsync(UnitFolder folder, CancellationToken stopping)
    {
        var administrator = await staff.AsAsync(SignIns.Administrator, stopping);
        foreach (var enrolment in (await administrator.EnrolmentsAsync(stopping)).Where(waiting => waiting.Site == folder.Site))
            await administrator.ApproveEnrolmentAsync(enrolment.Id, stopping);
        return false;
    }

    private async Task ProvisionAsync(UnitFolder folder, CancellationToken stopping)
    {
        var engineer = await staff.AsAsync(SignIns.FieldEngineer, stopping);
        var token = await engineer.CreateClaimTokenAsync(folder.Site, stopping);
        AtomicFile.Write(folder.ClaimToken, Encoding.ASCII.GetBytes(token.Token), AtomicFile.OwnerOnly);
        ConfigurationJson.Write(
            folder.Provision,
            new ProvisionFile(
                $"https://localhost:{ports.Enrolment}",
                await File.ReadAllTextAsync(data.ControlPlaneCa, stopping),
                force.RootPublicKey,
                folder.ClaimToken));
    }

    private CameraConfiguration Camera(UnitFolder folder, Source source, int index, int seed) => new(
        source.Kind,
        source.Location,
        source.Width,
        source.Height,
        source.FramesPerSecond,
        seed,
        index,
        source.IsSimulated ? home.Media : null,
        source.IsSimulated ? folder.Truth : null);
}
