using System.Diagnostics;

namespace Signpost.Cli.Tools;

/// <summary>What a short-lived tool answered.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of what it said, standard error first: what a person wants to read.</summary>
    public string LastLine =>
        Error.Split('\n').Concat([""]).Select(l => l.Trim()).LastOrDefault(l => l.Length > 0)
        ?? Output.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.Length > 0)
        ?? "no reason given";
}

/// <summary>Runs a tool to its end; a cancelled one is killed with all it started.</summary>
internal static class ToolRunner
{
    public static async Task<ToolResult> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken stopping, string? directory = null, params (string Name, string Value)[] environment)
    {
        using var process = new Process
        {
            StartInfo = new(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = directory ?? "",
            },
        };
        process.StartInfo.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        foreach (var (name, value) in environment) process.StartInfo.Environment[name] = value;
        process.Start();
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stopping);
            var error = process.StandardError.ReadToEndAsync(stopping);
            await process.WaitForExitAsync(stopping);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
