using System.CommandLine;
using System.CommandLine.Help;

namespace Signpost.Cli.Commands;

/// <summary>The root: what <c>signpost</c> can do.</summary>
internal static class SignpostCommand
{
    private const string Lesson = """
        Start here:
          signpost up          watch two camera units recognise a person, and decide on the alert in the console
          signpost test        set up and run every test
          signpost bench       measure how fast a unit is on this machine
          signpost up --help   what can be changed about a run, and when a run counts as good
        """;

    public static Task<int> RunAsync(string[] args, CancellationToken stopping) => args switch
    {
        ["models", .. var rest] => ModelsCommand.RunAsync(SignpostHome.Find(), rest, stopping),
        ["evaluate", .. var rest] => EvaluateCommand.RunAsync(rest, stopping),
        ["edge", "self-test"] => PassThrough.RunAsync(SignpostHome.Find().Appliance, ["self-test", "--pack", SignpostHome.Find().DefaultPack], stopping),
        ["edge", .. var rest] => PassThrough.RunAsync(SignpostHome.Find().Appliance, rest, stopping),
        // Signals are Program's, and so are exceptions: one line for a person, a stack trace for a bug.
        _ => Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stopping),
    };

    internal static Command Create()
    {
        var help = new HelpOption();
        help.Action = new TeachingHelp((HelpAction)help.Action!);
        return new TaughtCommand("signpost", "Live facial recognition that can be held to account.", Lesson)
        {
            help,
            UpCommand.Create(),
            TestCommand.Create(),
            BenchCommand.Create(),
            OrderCommand.Create(),
            CaCommand.Create(),
            PassThrough.Describe("models", "Model packs: build, verify, bench, calibrate. 'signpost models --help' is the tool's own help."),
            PassThrough.Describe("evaluate", "Recognition accuracy on data of yours. 'signpost evaluate --help' is the tool's own help."),
            PassThrough.Describe("edge", "The unit's program. 'signpost edge --help' is its own help; 'signpost edge self-test' takes the default pack."),
        };
    }
}
