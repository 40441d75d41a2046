using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Signpost.ControlPlane.Tests.Support;

namespace Signpost.ControlPlane.Tests.Broker;

/// <summary>Mosquitto with the configuration of control-plane/mosquitto, of which only the paths and the port are this test's.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private const int Hangup = 1;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-mosquitto-");
    private readonly Process process;
    private readonly TaskCompletionSource reloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Mosquitto(string pki, int port)
    {
        var acl = Path.Combine(folder.FullName, "signpost.acl");
        File.WriteAllText(acl, RepositoryFiles.Read("control-plane", "mosquitto", "signpost.acl"));
        var configuration = RepositoryFiles.Read("control-plane", "mosquitto", "signpost.conf")
            .Replace("/var/lib/signpost/pki", pki, StringComparison.Ordinal)
            .Replace("/etc/mosquitto/signpost.acl", acl, StringComparison.Ordinal)
            .Replace("listener 8883", string.Create(CultureInfo.InvariantCulture, $"listener {port}"), StringComparison.Ordinal);
        // The authority's folder is its owner's alone; where the tests are root, so is this broker.
        if (Environment.IsPrivilegedProcess) configuration += "\nuser root\n";
        var file = Path.Combine(folder.FullName, "mosquitto.conf");
        File.WriteAllText(file, configuration);
        process = Process.Start(new ProcessStartInfo(Program, ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Reloading config", StringComparison.Ordinal) == true) reloaded.TrySetResult();
        };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public static void Require()
    {
        var missing = !File.Exists(Program);
        if (missing && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("Mosquitto is missing, and CI must have it.");
        Assert.SkipWhen(missing, "Mosquitto is missing: apt-get install mosquitto");
    }

    /// <summary>Started, and listening.</summary>
    public static async Task<Mosquitto> StartAsync(RunningPlane plane)
    {
        var pki = Path.Combine(plane.DataDirectory, "pki");
        await RunningPlane.WaitAsync(() => File.Exists(Path.Combine(pki, "revoked.crl")), "the list of revoked certificates is written");
        var broker = new Mosquitto(pki, plane.Ports[3]);
        await RunningPlane.WaitAsync(
            () =>
            {
                Assert.False(broker.process.HasExited, "Mosquitto has ended");
                using var probe = new TcpClient();
                try
                {
                    probe.Connect("localhost", plane.Ports[3]);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "Mosquitto listens");
        return broker;
    }

    /// <summary>Reads the revocation list again, as after SIGHUP by an operator's service manager.</summary>
    public async Task ReloadAsync()
    {
        Assert.Equal(0, kill(process.Id, Hangup));
        await reloaded.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
