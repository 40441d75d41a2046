using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Signpost.Cli.Commands;

/// <summary>A command whose help goes on after the list of options: examples, rules, where things are.</summary>
internal sealed class TaughtCommand(string name, string summary, string lesson) : Command(name, summary)
{
    public string Lesson => lesson;
}

/// <summary>The usual help with the lesson below it.</summary>
internal sealed class TeachingHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is TaughtCommand taught) parseResult.InvocationConfiguration.Output.WriteLine(taught.Lesson);
        return result;
    }
}
