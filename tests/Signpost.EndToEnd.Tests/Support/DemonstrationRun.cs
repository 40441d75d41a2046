using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Signpost.Cli.Demonstration;

namespace Signpost.EndToEnd.Tests.Support;

/// <summary>
/// The demonstration, run twice on one folder with a fresh home and watched from outside. Made once; the tests look at what it left.
/// </summary>
public sealed class DemonstrationRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, byte> _sockets = new();
    private readonly ConcurrentDictionary<string, byte> _commandLines = new();

    internal DataFolder Data => new(_folder.File("data"));

    internal int ExitCode { get; private set; }

    internal IReadOnlyList<string> Lines { get; private set; } = [];

    internal JsonElement Report { get; private set; }

    /// <summary>Far ends of every TCP or UDP socket that a unit was ever seen with.</summary>
    internal IEnumerable<string> UnitSockets => _sockets.Keys;

    internal IEnumerable<string> CommandLines => _commandLines.Keys;

    internal int SecondExitCode { get; private set; }

    internal JsonElement SecondReport { get; private set; }

    internal IReadOnlyList<string> SecondLines { get; private set; } = [];

    /// <summary>From the start of the second run to the moment when its units recognise.</summary>
    internal TimeSpan SecondStart { get; private set; }

    internal string Home => _folder.File("home");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Home);
        await FirstAsync();
        await SecondAsync();
    }

    private async Task FirstAsync()
    {
        var reportFile = _folder.File("up.json");
        using var run = await StartAsync("--for", "40s", "--report", reportFile, "--seed", "1");
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(stop.Token);
        ExitCode = await run.ExitAsync(TimeSpan.FromMinutes(4));
        await stop.CancelAsync();
        await watching;
        Lines = run.Lines;
        Report = await ReadAsync(reportFile, Lines);
    }

    private async Task SecondAsync()
    {
        var since = Stopwatch.GetTimestamp();
        var reportFile = _folder.File("again.json");
        using var run = await StartAsync("--for", "1s", "--report", reportFile);
        await run.LineAsync("units recognise", TimeSpan.FromMinutes(2));
        SecondStart = Stopwatch.GetElapsedTime(since);
        SecondExitCode = await run.ExitAsync(TimeSpan.FromMinutes(1));
        SecondLines = run.Lines;
        SecondReport = await ReadAsync(reportFile, SecondLines);
    }

    private static async Task<JsonElement> ReadAsync(string report, IReadOnlyList<string> lines)
    {
        Assert.True(File.Exists(report) && new FileInfo(report).Length > 0, $"no report:\n{string.Join('\n', lines)}");
        return JsonDocument.Parse(await File.ReadAllBytesAsync(report)).RootElement;
    }

    private Task<SignpostRun> StartAsync(params string[] more) => SignpostRun.StartAsync(
        ["up", "--headless", "--data", Data.Root, "--console-port", "0", .. more],
        new Dictionary<string, string> { ["HOME"] = Home });

    private async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (var (pid, line) in Processes.Naming(Data.Root))
                {
                    _commandLines.TryAdd(line, 0);
                    if (!line.Contains("unit.json", StringComparison.Ordinal)) continue;
                    foreach (var (protocol, _, far) in Processes.SocketsOf(pid)) _sockets.TryAdd(Describe(protocol, far), 0);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    internal static string Describe(string protocol, IPEndPoint far)
    {
        var address = far.Address.IsIPv4MappedToIPv6 ? far.Address.MapToIPv4() : far.Address;
        return $"{protocol[..3]} {(IPAddress.IsLoopback(address) ? "loopback" : address)}:{far.Port}";
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
