using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Signpost.Trust;

namespace Signpost.Console.Tests.Stage;

/// <summary>A control plane as in production, without a unit: no password is enough, and nobody has set a second factor up.</summary>
public sealed class Office : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] People = ["administrator", "operator", "auditor", "field-engineer"];

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"signpost-office-{Guid.NewGuid():N}");
    private RunningProgram? controlPlane;

    public string Address { get; private set; } = "";

    /// <summary>Everybody's first password.</summary>
    public string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));

    public async ValueTask InitializeAsync()
    {
        if (Repository.Missing() is not null) return;
        Directory.CreateDirectory(folder);
        var ports = FreePorts.Take(4);
        Address = $"http://localhost:{ports[0]}";
        var (server, _) = await PublishedPrograms.FindAsync();
        Write("staff.json", People.Select(role => new { userName = role, password = Password, role }));
        Write("control-plane.json", new
        {
            dataDirectory = "data",
            keysDirectory = "keys",
            packDirectory = Repository.Pack,
            force = Officers.Force,
            console = new { port = ports[0] },
            units = new { port = ports[1] },
            enrolment = new { port = ports[2] },
            broker = new { port = ports[3] },
            initialStaffFile = "staff.json",
        });
        controlPlane = new RunningProgram(server, "--config", Path.Combine(folder, "control-plane.json"));
        var ready = Path.Combine(folder, "data", "ready");
        await controlPlane.UntilAsync("the control plane is ready", Patience, () => Task.FromResult(File.Exists(ready) ? ready : null));
    }

    public async ValueTask DisposeAsync()
    {
        if (controlPlane is not null) await controlPlane.DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private void Write(string name, object content) => AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content)), AtomicFile.OwnerOnly);
}
