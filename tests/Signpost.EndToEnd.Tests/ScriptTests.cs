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
        // The script looks where systems install it, too: for this one call those places are empty.
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "hiding the machine's own SDK needs root");
        const string hidden = """
            for place in /usr/share/dotnet /usr/lib/dotnet; do [ ! -d $place ] || /bin/mount -t tmpfs none $place; done
            PATH=$1 HOME=$2 DOTNET_ROOT= exec "$3" --help
            """;

        var (code, lines) = await SignpostRun.RunAsync(["-m", "/bin/sh", "-c", hidden, "sh", tools, _folder.Path, SignpostRun.Script], script: "/usr/bin/unshare");

        Assert.Equal(2, code);
        Assert.Contains("older than 10.0.100", Assert.Single(lines), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
