using System.Diagnostics;
using Signpost.EndToEnd.Tests.Support;

namespace Signpost.EndToEnd.Tests;

public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Script_ThroughALinkFromAnotherFolder_WorksInSeconds()
    {
        File.CreateSymbolicLink(_folder.File("link"), SignpostRun.Script);
        await SignpostRun.RunAsync(["--help"]);
        var since = Stopwatch.GetTimestamp();

        var (code, lines) = await SignpostRun.RunAsync(["--help"], script: _folder.File("link"), directory: "/");

        Assert.Equal(0, code);
        Assert.Contains(lines, l => l.Contains("signpost up", StringComparison.Ordinal));
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("edge", "Signpost camera unit")]
    [InlineData("models", "model packs")]
    public async Task OtherPrograms_BehindTheScript_AnswerForThemselves(string name, string expected)
    {
        var (code, lines) = await SignpostRun.RunAsync([name, "--help"]);

        Assert.Equal(0, code);
        Assert.Contains(lines, l => l.Contains(expected, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Sdk_IsNotThere_SaysWhatToInstall()
    {
        var tools = Directory.CreateDirectory(_folder.File("tools")).FullName;
        foreach (var tool in new[] { "bash", "dirname", "readlink", "env", "cut", "paste", "grep" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), new[] { "/usr/bin", "/bin" }.Select(d => Path.Combine(d, tool)).First(File.Exists));
        }
        File.WriteAllText(Path.Combine(tools, "dotnet"), "#!/bin/sh\necho '8.0.400 [/usr/share/dotnet/sdk]'\n");
        File.SetUnixFileMode(Path.Combine(tools, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        // Looked for in these places too; a machine that has it there cannot show what happens without.
        Assert.SkipWhen(File.Exists("/usr/share/dotnet/dotnet") || File.Exists("/usr/lib/dotnet/dotnet"), "the SDK is installed system-wide");

        var (code, lines) = await SignpostRun.RunAsync(["--help"], new Dictionary<string, string> { ["PATH"] = tools, ["HOME"] = _folder.Path, ["DOTNET_ROOT"] = "" });

        Assert.Equal(2, code);
        Assert.Contains("older than 10.0.100", Assert.Single(lines), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
