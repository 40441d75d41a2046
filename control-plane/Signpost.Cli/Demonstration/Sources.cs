using System.Text.Json;
using Signpost.Cli.Tools;

namespace Signpost.Cli.Demonstration;

/// <summary>What a unit looks at.</summary>
/// <param name="Kind">As the unit's configuration names it.</param>
/// <param name="Location">Absolute path, stream address or glob pattern; null for the simulated scene.</param>
/// <param name="FramesPerSecond">Of the simulated scene; null for all that the source gives.</param>
internal sealed record Source(string Kind, string? Location, int Width, int Height, double? FramesPerSecond = null)
{
    public const int SceneWidth = 1280;
    public const int SceneHeight = 720;
    public const double SceneRate = 12.5;

    public static readonly Source Simulated = new("simulated", null, SceneWidth, SceneHeight, SceneRate);

    public bool IsSimulated => Kind == "simulated";
}

/// <summary>Looks at what <c>--source</c> names before anything is started.</summary>
internal static class Sources
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>One source a unit: the simulated scene when none is named, else those named, in turn.</summary>
    /// <exception cref="SetUpException">A file that is not there or that ffmpeg cannot read, a pattern without a picture.</exception>
    public static async Task<IReadOnlyList<Source>> ResolveAsync(IReadOnlyList<string> named, int? units, CancellationToken stopping)
    {
        if (named.Count == 0) return [.. Enumerable.Repeat(Source.Simulated, units ?? 2)];
        var sources = new List<Source>();
        foreach (var name in named) sources.Add(await ResolveAsync(name, stopping));
        return [.. Enumerable.Range(0, units ?? sources.Count).Select(i => sources[i % sources.Count])];
    }

    private static async Task<Source> ResolveAsync(string name, CancellationToken stopping)
    {
        if (name.Contains("://", StringComparison.Ordinal)) return await ProbeAsync(name, stopping);
        var path = Path.GetFullPath(name);
        if (name.AsSpan().ContainsAny('*', '?', '[')) return Pictures(path);
        if (Directory.Exists(path)) return Pictures(Path.Combine(path, "*.jpg"));
        if (!File.Exists(path)) throw new SetUpException($"--source {name}: there is no such file. Name a video, rtsp://… or a pattern such as '/path/*.jpg'.");
        return await ProbeAsync(path, stopping);
    }

    private static Source Pictures(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern)!;
        if (!Directory.Exists(folder) || !Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Any())
        {
            throw new SetUpException($"--source {pattern}: no picture has such a name. Name a video, rtsp://… or a pattern such as '/path/*.jpg'.");
        }
        return new("images", pattern, Source.SceneWidth, Source.SceneHeight);
    }

    private static async Task<Source> ProbeAsync(string location, CancellationToken stopping)
    {
        var ffprobe = ToolPath.Find("ffprobe") ?? throw new SetUpException("ffprobe is missing. Install with: sudo apt-get update && sudo apt-get install -y ffmpeg");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        string[] transport = location.StartsWith("rtsp", StringComparison.Ordinal) ? ["-rtsp_transport", "tcp"] : [];
        try
        {
            var probe = await ToolRunner.RunAsync(
                ffprobe,
                ["-v", "error", .. transport, "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "json", location],
                patience.Token);
            if (probe.ExitCode == 0 && Read(probe.Output, location) is { } source) return source;
            var why = probe.ExitCode == 0 ? "no video stream in it" : probe.LastLine;
            throw new SetUpException($"--source {location} is not a video that ffmpeg can read ({why}). Try another file or address, or look with: ffprobe {location}");
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new SetUpException($"--source {location}: no video arrived within {Patience.TotalSeconds:0} s. Check the address, user name and network of the camera.");
        }
    }

    /// <summary>Size from ffprobe's JSON; null when there is no picture in it.</summary>
    internal static Source? Read(string json, string location)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0) return null;
        var stream = streams[0];
        if (!stream.TryGetProperty("width", out var width) || !stream.TryGetProperty("height", out var height)) return null;
        return width.GetInt32() <= 0 || height.GetInt32() <= 0
            ? null
            : new("ffmpeg", location, width.GetInt32(), height.GetInt32());
    }
}
