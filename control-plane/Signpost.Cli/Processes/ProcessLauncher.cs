using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Processes;

/// <summary>
/// Starts programs that cannot outlive this process: each is a session of its own (a Ctrl-C in the terminal reaches us alone, so the
/// order of stopping is ours) and the kernel kills it when the thread that started it ends. That is why one thread starts them all
/// and lives as long as the launcher: a pool thread may end at any time.
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    // Had we died before the kernel knew what to do then, the program would have another parent by now.
    private const string Script = """[ "$PPID" = "$SIGNPOST_PARENT" ] && exec "$@" >>"$SIGNPOST_LOG" 2>&1""";
    private const string GivingWay = "10";
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private readonly string _setsid = Required("setsid");
    private readonly string _setpriv = Required("setpriv");
    private readonly string _nice = Required("nice");

    public ProcessLauncher()
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = "process launcher" };
        _thread.Start();
    }

    /// <summary>Starts the program; its log is appended to by the program itself, so nothing it says passes through here.</summary>
    /// <exception cref="SetUpException">The program is not there or cannot be executed.</exception>
    public Task<RunningProcess> StartAsync(ProgramSpec spec)
    {
        var started = new TaskCompletionSource<RunningProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(Start(spec));
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private RunningProcess Start(ProgramSpec spec)
    {
        if (!File.Exists(spec.Program)) throw new SetUpException($"{spec.Name}: the program {spec.Program} is not there. Start with the script ./signpost, which builds it.");
        string[] arguments =
        [
            _setpriv, "--pdeathsig", "KILL", "--",
            "/bin/sh", "-c", Script, "sh",
            .. spec.GivesWay ? [_nice, "-n", GivingWay] : Array.Empty<string>(),
            spec.Program, .. spec.Arguments,
        ];
        var info = new ProcessStartInfo(_setsid, arguments)
        {
            // All three redirected: .NET then leaves the terminal's settings alone.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["SIGNPOST_PARENT"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        info.Environment["SIGNPOST_LOG"] = spec.Log;
        info.Environment["ORT_DISABLE_TELEMETRY"] = "1";
        info.Environment["DOTNET_NOLOGO"] = "1";
        return new(spec, Process.Start(info)!);
    }

    private void Loop()
    {
        foreach (var action in _work.GetConsumingEnumerable()) action();
    }

    /// <summary>Ends the thread and with it whatever still runs.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private static string Required(string tool) =>
        ToolPath.Find(tool) ?? throw new SetUpException($"{tool} is missing. Install it with: sudo apt-get install -y util-linux coreutils");
}
