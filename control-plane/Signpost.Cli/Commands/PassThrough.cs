using System.CommandLine;
using System.Diagnostics;

namespace Signpost.Cli.Commands;

/// <summary>Hands the rest of the command line to another program and its answer back.</summary>
internal static class PassThrough
{
    /// <summary>Stands in the list of commands. It is never parsed: even <c>--help</c> is the other program's.</summary>
    public static Command Describe(string name, string description) =>
        new(name, description) { new Argument<string[]>("arguments") { Description = "Handed on as they are.", Arity = ArgumentArity.ZeroOrMore } };

    public static async Task<int> RunAsync(string program, IEnumerable<string> arguments, CancellationToken stopping)
    {
        if (!File.Exists(program)) throw new SetUpException($"The program {program} is not there. Start with the script ./signpost, which builds it.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        try
        {
            await process.WaitForExitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
        return process.ExitCode;
    }
}
