using System.Diagnostics;

namespace Signpost.Edge.Tests.Capture;

/// <summary>Videos made by the real ffmpeg in a folder that goes with the test.</summary>
internal sealed class TestVideo : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signpost-capture-");

    public TestVideo() => RequireFfmpeg();

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Makes a moving test picture.</summary>
    public async Task<string> MakeAsync(string name, string size = "320x240", double seconds = 1, int rate = 25, params string[] output)
    {
        var path = PathOf(name);
        await RunAsync(["-f", "lavfi", "-i", $"testsrc=size={size}:rate={rate}:duration={seconds}", "-pix_fmt", "yuv420p", .. output, path]);
        return path;
    }

    public static async Task RunAsync(IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }

    /// <summary>Starts ffmpeg; the caller ends it.</summary>
    public static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-hide_banner", "-nostdin", "-loglevel", "error", "-y", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void RequireFfmpeg()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(folder => File.Exists(Path.Combine(folder, "ffmpeg")));
        if (!found && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail("ffmpeg is missing, and CI must have it.");
        }

        Assert.SkipUnless(found, "ffmpeg is not installed.");
    }
}
