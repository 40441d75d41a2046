using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Signpost.Benchmarks.Measuring;
using Signpost.Benchmarks.Scenes;

namespace Signpost.Benchmarks.Streams;

/// <summary><c>bench streams</c>: how many cameras this machine's units keep up with.</summary>
internal static class StreamsPart
{
    private const int People = 5, Most = 16;

    // A picture later than this was waited for; that much stands between ffmpeg and a camera before anything is lost.
    private const double LatenessLimitMs = 500, LastLatenessLimitMs = 250;

    /// <summary>Tries a number of streams, then more while it holds, or fewer until it does.</summary>
    public static async Task<IEnumerable<Section>> MeasureAsync(Inputs inputs, int streams, int seconds)
    {
        var video = await SceneVideo.EnsureAsync(inputs, People, StreamWorker.WarmUpSeconds + seconds);
        var rows = new List<object?[]>();
        var held = 0;
        var step = 0;
        for (var count = streams; count is >= 1 and <= Most; count += step)
        {
            var result = await PlayAsync(inputs, video, processes: count, camerasEach: 1);
            var holds = Holds(result, count, seconds);
            if (holds) held = count;
            rows.Add(Row($"{count} units", count, seconds, result, holds));
            if (step == 0) step = holds ? 1 : -1;
            else if (holds != step > 0) break;
        }

        if (held > 0)
        {
            var together = await PlayAsync(inputs, video, processes: 1, camerasEach: held);
            rows.Add(Row($"1 process, {held} cameras", held, seconds, together, Holds(together, held, seconds)));
        }

        return
        [
            new Section(
                "streams", $"Streams of 1080p15 that {Environment.ProcessorCount} cores sustain: {held}",
                [
                    $"Each stream: {SceneVideo.Description}; {People} people in view, another one in each place every eight seconds. Every picture is decoded; 7.5 a second are looked at on purpose, and those alone are due; three templates a visit.",
                    $"Each unit is a process with the product's camera (ffmpeg in a process of its own), relay, frame path and models. {StreamWorker.WarmUpSeconds} s of warm-up, then {seconds} s that count. It holds when no picture that was due was dropped, all were looked at, none came more than {LatenessLimitMs:0} ms late and the last not more than {LastLatenessLimitMs:0} ms.",
                ],
                [
                    "streams", "holds", "due", "looked at", "dropped", "detections a second and stream", "faces a picture", "templates a visit",
                    "latest picture ms", "last picture ms", "ffmpeg: cores", "units: cores", "ffmpeg: ms a picture decoded", "unit: ms a picture looked at", "largest unit MB",
                ],
                rows),
        ];
    }

    /// <summary>Whether every due picture was looked at in time.</summary>
    internal static bool Holds(StreamResult result, int streams, int seconds) =>
        result.Dropped == 0 && result.Looked >= Due(streams, seconds) && result.WorstLatenessMs <= LatenessLimitMs && result.LastLatenessMs <= LastLatenessLimitMs;

    // One picture may fall on either side of the end of the warm-up.
    private static long Due(int streams, int seconds) => (long)Math.Floor(seconds * StreamWorker.Rate - 1) * streams;

    private static object?[] Row(string name, int streams, int seconds, StreamResult result, bool holds) =>
    [
        name, holds ? "yes" : "no", (long)(seconds * StreamWorker.Rate) * streams, result.Looked, result.Dropped,
        Math.Round((double)result.Looked / seconds / streams, 2), Math.Round((double)result.Faces / Math.Max(1, result.Looked), 2),
        Math.Round((double)result.Templates / Math.Max(1, result.Visits), 2), Math.Round(result.WorstLatenessMs), Math.Round(result.LastLatenessMs),
        Math.Round(result.FfmpegSeconds / seconds, 2), Math.Round(result.UnitSeconds / seconds, 2),
        Math.Round(result.FfmpegSeconds * 1000 / (streams * seconds * SceneVideo.Rate), 2), Math.Round(result.UnitSeconds * 1000 / Math.Max(1, result.Looked), 2),
        Math.Round(result.PeakMegabytes),
    ];

    private static async Task<StreamResult> PlayAsync(Inputs inputs, string video, int processes, int camerasEach)
    {
        Console.Error.WriteLine($"{processes} × {camerasEach} streams");
        var workers = Enumerable.Range(0, processes).Select(_ => Start(inputs, video, camerasEach)).ToArray();
        try
        {
            foreach (var worker in workers)
            {
                if (await worker.StandardOutput.ReadLineAsync() != "ready") throw new IOException("A unit of the benchmark did not start: its words are above.");
            }

            foreach (var worker in workers) await worker.StandardInput.WriteLineAsync("go");
            var lines = await Task.WhenAll(workers.Select(worker => worker.StandardOutput.ReadLineAsync()));
            var results = lines.Select(line => JsonSerializer.Deserialize(
                line ?? throw new IOException("A unit of the benchmark ended early: its words are above."), StreamJson.Default.StreamResult)!);
            return results.Aggregate((a, b) => a + b);
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Kill(entireProcessTree: true);
                worker.Dispose();
            }
        }
    }

    private static Process Start(Inputs inputs, string video, int cameras) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["worker", Path.GetDirectoryName(inputs.State)!, video, cameras.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
