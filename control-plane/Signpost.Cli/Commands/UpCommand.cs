using System.CommandLine;
using Signpost.Cli.Fetching;
using Signpost.Cli.Running;
using Signpost.Cli.Tools;
using Signpost.Trust;
using Spectre.Console;

namespace Signpost.Cli.Commands;

/// <summary><c>signpost up</c>: the whole system on this machine.</summary>
internal static class UpCommand
{
    private const string Summary =
        "Runs the whole system on this machine: a control plane with its console, and camera units that recognise people on recorded footage under an order signed by two officers.";

    private const string Lesson = """
        Ends with Ctrl-C and stops all it started.

        Examples:
          signpost up                                        two units, the simulated street, a live panel
          signpost up --headless --for 60s --report up.json  the same for a machine to judge
          signpost up --source clip.mkv --watchlist people   a recording of yours, people/PERSON/*.jpg looked for
          signpost up --source rtsp://camera/stream          a network camera
          signpost up --units 3 --seed 7 --data /tmp/trial   three units, another street, state kept elsewhere

        Everything it makes is in .signpost (keys, sign-ins, database, logs); delete .signpost/data to start afresh.

        Exit code: 0 all well; 1 the run was not a good one; 2 it could not start, and a line says why.
        With the simulated street the truth is known. A run is not a good one when there was a false alert, when a
        unit saw an enrolled person and never alerted, when a program crashed or had to be killed, when an event
        did not reach the control plane, or when a unit never came to recognise, saw no frame or dropped more than
        1 % of its frames (and more than three). A single visit without an alert is counted (missedVisits) and is no failure. An alert is
        true when the deciding frame lies within the visit, one second more or less.
        """;

    public static Command Create()
    {
        var units = new Option<int?>("--units") { Description = "How many units (1 to 16). Without it: two, or one for each --source.", HelpName = "N" };
        var sources = new Option<string[]>("--source")
        {
            Description = "A video file, rtsp://… or a pattern such as '/path/*.jpg' in place of the simulated street. May be given several times. A file plays once.",
            HelpName = "FILE|URL|PATTERN",
        };
        var watchlist = new Option<string?>("--watchlist") { Description = "Enrol DIR/PERSON/*.jpg; the folders' names are pseudonyms. The model pack's certificate sets the threshold that so many photographs need.", HelpName = "DIR" };
        var seed = new Option<int>("--seed") { Description = "Another simulated street.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var data = new Option<string?>("--data") { Description = "Keep state here instead of .signpost/data.", HelpName = "DIR" };
        var port = new Option<int?>("--console-port")
        {
            Description = "Port of the console on localhost; 0: any free one. Without it: the one of the last run, else the first free of 8080 to 8089.",
            HelpName = "N",
        };
        var headless = new Option<bool>("--headless") { Description = "No panel: plain lines, for automation." };
        var duration = new Option<string?>("--for") { Description = "Stop after this long from when every unit recognises: 60s, 5m, 2h.", HelpName = "TIME" };
        var report = new Option<string?>("--report") { Description = "Write what happened to this file as JSON.", HelpName = "FILE" };

        units.Validators.Add(r => Require(r.GetValueOrDefault<int?>() is null or (>= 1 and <= 16), r.AddError, "--units takes 1 to 16."));
        port.Validators.Add(r => Require(r.GetValueOrDefault<int?>() is null or (>= 0 and <= 65535), r.AddError, "--console-port takes 0 to 65535."));
        duration.Validators.Add(r => Require(r.GetValueOrDefault<string?>() is not { } text || Duration.TryParse(text, out _), r.AddError, "--for takes a time such as 60s, 5m or 2h."));

        var command = new TaughtCommand("up", Summary, Lesson) { units, sources, watchlist, seed, data, port, headless, duration, report };
        command.SetAction((parsed, stopping) =>
        {
            var home = SignpostHome.Find();
            var options = new UpOptions(
                parsed.GetValue(units),
                parsed.GetValue(sources) ?? [],
                parsed.GetValue(watchlist),
                parsed.GetValue(seed),
                Path.GetFullPath(parsed.GetValue(data) ?? home.DefaultData),
                parsed.GetValue(port),
                parsed.GetValue(headless),
                parsed.GetValue(duration) is { } text && Duration.TryParse(text, out var time) ? time : null,
                parsed.GetValue(report));
            return RunAsync(home, options, stopping);
        });
        return command;
    }

    private static async Task<int> RunAsync(SignpostHome home, UpOptions options, CancellationToken stopping)
    {
        // A report that cannot be written is better known now than after the run.
        if (options.Report is { } file) await File.WriteAllBytesAsync(file, [], stopping);
        var plain = new LineView(Console.Out);
        if (options.Headless || Console.IsOutputRedirected) return await RunAsync(home, options, plain, stopping);
        return await AnsiConsole.Live(new Text("starting")).StartAsync(live => RunAsync(home, options, new PanelView(live, AnsiConsole.Console), stopping));
    }

    private static async Task<int> RunAsync(SignpostHome home, UpOptions options, IRunView view, CancellationToken stopping)
    {
        var packages = new PackageStore(home, new NpmClient(), view.Say);
        var preparation = new Preparation(home, packages, new ModelPack(home, packages, view.Say), new DebianPackages(view.Say));
        var result = await new UpRun(home, options, preparation, view, TimeProvider.System).RunAsync(stopping);
        if (options.Report is { } file) AtomicFile.Write(file, result.ToJson(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        foreach (var problem in result.Problems) view.Say($"problem: {problem}");
        return result.Ok ? ExitCode.Success : ExitCode.Failed;
    }

    private static void Require(bool holds, Action<string> addError, string message)
    {
        if (!holds) addError(message);
    }
}
