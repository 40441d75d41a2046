using System.Collections.Concurrent;
using System.Diagnostics;
using Signpost.Cli.Tools;

namespace Signpost.Promises.Tests.Stage;

/// <summary>
/// Runs a test's body in a network namespace of its own (network_namespaces(7)), where a packet to the rest of the world goes nowhere and is seen
/// all the same. A namespace belongs to threads, and a test runs on many: so this program is started once more inside, for that one test.
/// </summary>
internal static class Isolated
{
    private const string Inside = "SIGNPOST_PROMISES_REPORT";

    // A way out that leads nowhere: without a route the kernel would refuse to send, and nobody would see who tried.
    private const string Setup = """
        set -e
        ip link set lo up
        ip link add out0 type veth peer name out1
        ip address add 192.0.2.2/24 dev out0
        ip link set out0 up
        ip link set out1 up
        ip neighbour replace 192.0.2.1 lladdr 02:00:00:00:00:01 dev out0
        ip route add default via 192.0.2.1
        exec "$@"
        """;

    private static readonly string[] Unshare = Environment.IsPrivilegedProcess ? ["--net"] : ["--map-root-user", "--net"];

    private static string Program => Path.Combine(AppContext.BaseDirectory, typeof(Isolated).Assembly.GetName().Name!);

    /// <summary>Runs the body inside; what it returns is written to the test's output.</summary>
    public static async Task RunAsync(TimeSpan patience, Func<Task<string>> body)
    {
        if (Environment.GetEnvironmentVariable(Inside) is { } report)
        {
            EndWithTheCaller();
            await File.WriteAllTextAsync(report, await body());
            return;
        }

        Assert.SkipUnless(ToolPath.Find("unshare") is not null && ToolPath.Find("ip") is not null, "unshare (util-linux) or ip (iproute2) is missing");
        using var folder = new Edge.Tests.Support.TestFolder();
        var (able, why) = await CallAsync(["true"], folder.File("none"), TimeSpan.FromSeconds(20));
        Assert.SkipUnless(able == 0, $"this machine allows no network namespace: {why.Trim()}");

        var test = TestContext.Current.TestMethod!;
        var file = folder.File("report");
        var (code, output) = await CallAsync([Program, "-method", $"{test.TestClass.TestClassName}.{test.MethodName}"], file, patience);
        Assert.True(code == 0 && File.Exists(file), $"inside the namespace, exit code {code}:\n{output}");
        TestContext.Current.TestOutputHelper?.WriteLine(await File.ReadAllTextAsync(file));
    }

    private static async Task<(int Code, string Output)> CallAsync(string[] command, string report, TimeSpan patience)
    {
        var start = new ProcessStartInfo("unshare", [.. Unshare, "sh", "-c", Setup, "sh", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Inside] = report },
        };
        using var process = Process.Start(start)!;
        var lines = new ConcurrentQueue<string>();
        var reading = Task.WhenAll(CollectAsync(process.StandardOutput, lines), CollectAsync(process.StandardError, lines));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Its input ends with that, and with its input everything that it started.
            process.StandardInput.Close();
            using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            lines.Enqueue($"not over after {patience}");
            return (-1, string.Join('\n', lines));
        }

        await reading;
        return (process.ExitCode, string.Join('\n', lines));
    }

    private static async Task CollectAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line) lines.Enqueue(line);
    }

    // Whoever holds the other end went: programs that this one started end with it.
    private static void EndWithTheCaller() => new Thread(() =>
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        Environment.Exit(3);
    })
    { IsBackground = true, Name = "caller" }.Start();
}
