using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Signpost.Cli;
using Signpost.Cli.Demonstration;
using Signpost.EndToEnd.Tests.Support;

namespace Signpost.EndToEnd.Tests;

/// <summary>What goes wrong on a stranger's machine: one clear line, and nothing half-started stays behind.</summary>
public sealed class FailureTests : IDisposable
{
    private const int CannotStart = 2;
    private readonly TemporaryFolder _folder = new();

    private DataFolder Data => new(_folder.File("data"));

    [Fact]
    public async Task ConsolePort_IsBusy_NamesThePortAndTheOption()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var line = await RefusedAsync(["--console-port", $"{port}"]);

        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains("--console-port", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Video_ThatIsNone_IsNamed()
    {
        await File.WriteAllTextAsync(_folder.File("holiday.mkv"), "no video", TestContext.Current.CancellationToken);

        var line = await RefusedAsync(["--source", "holiday.mkv"], directory: _folder.Path);

        Assert.Contains("holiday.mkv is not a video that ffmpeg can read", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Video_ThatIsNotThere_IsNamed() =>
        Assert.Contains("there is no such file", await RefusedAsync(["--source", _folder.File("absent.mkv")]), StringComparison.Ordinal);

    [Fact]
    public async Task Watchlist_WithoutPhotographs_SaysWhatIsExpected()
    {
        Directory.CreateDirectory(_folder.File("people"));

        Assert.Contains("no photograph found", await RefusedAsync(["--watchlist", _folder.File("people")]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ffmpeg_MissingAndNotInstallable_SaysWhatToInstall()
    {
        var tools = ToolsWithout("ffmpeg", "ffprobe", "apt-get");

        var line = await RefusedAsync([], new() { ["PATH"] = tools });

        Assert.Contains("ffmpeg is missing", line, StringComparison.Ordinal);
        Assert.Contains("apt-get install -y ffmpeg", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npm_MissingWhenSomethingIsToFetch_SaysSo() =>
        Assert.Contains("npm is missing", await RefusedAsync([], new() { ["PATH"] = ToolsWithout("npm") }, FreshHome()), StringComparison.Ordinal);

    [Fact]
    public async Task Network_IsDown_SaysSoAndKeepsNothingHalfFetched()
    {
        var home = FreshHome();

        var line = await RefusedAsync([], new() { ["npm_config_registry"] = "http://127.0.0.1:9/", ["npm_config_cache"] = _folder.File("npm-cache") }, home);

        Assert.Contains("npm could not fetch", line, StringComparison.Ordinal);
        Assert.Contains("network", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(home, ".signpost", "cache")));
    }

    [Fact]
    public async Task Disk_IsFull_SaysHowMuchIsNeeded()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small disk needs root");
        var small = _folder.File("small");
        Directory.CreateDirectory(small);
        await ToolAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small);
        try
        {
            var line = await RefusedAsync([], data: Path.Combine(small, "data"));

            Assert.Contains("MB free", line, StringComparison.Ordinal);
            Assert.Contains("--data", line, StringComparison.Ordinal);
        }
        finally
        {
            await ToolAsync("umount", small);
        }
    }

    [Fact]
    public async Task Data_InUseByAnotherRun_IsRefused()
    {
        Data.Create();
        using var held = DataLock.Take(Data);

        Assert.Contains("Another 'signpost up' is running", await RefusedAsync([]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_Killed_LeavesNoProcessBehind()
    {
        using var run = await SignpostRun.StartAsync(["up", "--headless", "--data", Data.Root, "--console-port", "0"]);
        await run.LineAsync("units recognise", TimeSpan.FromMinutes(3));
        Assert.True(Processes.Naming(Data.Root).Count >= 4);

        run.Signal(9);

        await Waiting.UntilAsync(() => Processes.Naming(Data.Root).Count == 0, TimeSpan.FromSeconds(10), "the end of everything it started");
    }

    [Fact]
    public async Task CommandLine_StoppedWhileStarting_LeavesNoProcessBehind()
    {
        using var run = await SignpostRun.StartAsync(["up", "--headless", "--data", Data.Root, "--console-port", "0"]);
        await Waiting.UntilAsync(() => Processes.Naming(Data.ControlPlaneConfiguration).Count > 0, TimeSpan.FromMinutes(1), "the control plane");

        run.Signal(2);

        Assert.Equal(CannotStart, await run.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Empty(Processes.Naming(Data.Root));
    }

    private async Task<string> RefusedAsync(string[] arguments, Dictionary<string, string>? environment = null, string? home = null, string? directory = null, string? data = null)
    {
        // In a checkout of its own the program is called without the script, which would build there.
        if (home is not null) (environment ??= [])[SignpostHome.EnvironmentVariable] = home;
        var (code, lines) = await SignpostRun.RunAsync(
            ["up", "--headless", "--data", data ?? Data.Root, .. arguments],
            environment,
            home is null ? null : Path.Combine(home, ".signpost", "bin", "cli", "Signpost.Cli"),
            directory);

        var text = string.Join('\n', lines);
        Assert.True(code == CannotStart, $"exit code {code}:\n{text}");
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Empty(Processes.Naming(data ?? Data.Root));
        return lines.Last(l => l.Length > 0);
    }

    /// <summary>A checkout with the same sources and programs that has fetched nothing yet.</summary>
    private string FreshHome()
    {
        var root = SignpostHome.Find().Root;
        var home = Directory.CreateDirectory(_folder.File("checkout")).FullName;
        foreach (var entry in Directory.EnumerateFileSystemEntries(root))
        {
            var name = Path.GetFileName(entry);
            if (name is not (".git" or ".signpost" or "artifacts")) File.CreateSymbolicLink(Path.Combine(home, name), entry);
        }
        Directory.CreateDirectory(Path.Combine(home, ".signpost"));
        File.CreateSymbolicLink(Path.Combine(home, ".signpost", "bin"), Path.Combine(root, ".signpost", "bin"));
        return home;
    }

    /// <summary>A PATH with everything that the machine has but the tools named.</summary>
    private string ToolsWithout(params string[] missing)
    {
        var folder = Directory.CreateDirectory(_folder.File("tools")).FullName;
        foreach (var tool in Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
        {
            var link = Path.Combine(folder, Path.GetFileName(tool));
            if (!missing.Contains(Path.GetFileName(tool)) && !File.Exists(link)) File.CreateSymbolicLink(link, tool);
        }
        return folder;
    }

    private static async Task ToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
