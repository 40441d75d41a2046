using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Benchmarks.Frames;
using Signpost.Benchmarks.Measuring;
using Signpost.Edge;
using Signpost.Edge.Capture;
using Signpost.Edge.Vision;

namespace Signpost.Benchmarks.Streams;

/// <summary>
/// The eyes of one unit (or, for comparison, of several in one process): the product's camera, relay, frame path and models on a recorded
/// stream at its own pace. Says "ready", waits for a line, plays, and tells the result as one line of JSON.
/// </summary>
internal static class StreamWorker
{
    /// <summary>Pictures a second that are looked at.</summary>
    public const double Rate = 7.5;

    /// <summary>The first seconds of a stream, in which the compiler still works; what is dropped in them does not count.</summary>
    public const int WarmUpSeconds = 10;

    /// <summary>Three templates a visit, which is enough for a decision.</summary>
    private static readonly VisionOptions Vision = new() { TemplatesPerVisit = 3 };

    public static async Task RunAsync(Inputs inputs, string video, int cameras, TextReader go, TextWriter answer)
    {
        var pack = inputs.LoadPack();
        var units = Enumerable.Range(0, cameras).Select(_ => new Eyes(pack, video)).ToArray();
        await answer.WriteLineAsync("ready");
        await answer.FlushAsync();
        await go.ReadLineAsync();
        var results = await Task.WhenAll(units.Select(unit => unit.PlayAsync()));
        // Processor time and memory are the process's, not a camera's.
        var sum = results.Aggregate((a, b) => a + b) with
        {
            UnitSeconds = (Environment.CpuUsage.TotalTime - units.Min(unit => unit.UnitWhenWarm)).TotalSeconds,
            FfmpegSeconds = (ProcessorTime.OfEndedChildren - TimeSpan.FromTicks(units.Sum(unit => unit.FfmpegWhenWarm.Ticks))).TotalSeconds,
            PeakMegabytes = PeakMegabytes(),
        };
        foreach (var unit in units) await unit.DisposeAsync();
        await answer.WriteLineAsync(JsonSerializer.Serialize(sum, StreamJson.Default.StreamResult));
    }

    private static double PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024.0;
    }

    private sealed class Eyes : IAsyncDisposable
    {
        private readonly UnitCounters _counters = new();
        private readonly StageTimings _timings = new();
        private readonly Recogniser _recogniser;
        private readonly FfmpegCamera _camera;
        private readonly WatchedCamera _watched;
        private StreamResult _whenWarm = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        public Eyes(Recognition.ModelPack pack, string video)
        {
            var slot = new DeploymentSlot();
            QuietDeployment.Promote(slot, pack);
            _recogniser = new Recogniser(pack, slot, new NoMatches(), Vision, _counters, _timings, TimeProvider.System, NullLogger<Recogniser>.Instance);
            _camera = new FfmpegCamera(new FfmpegCameraOptions { Source = video, MaxFramesPerSecond = Rate }, TimeProvider.System);
            _watched = new WatchedCamera(_camera, Rate, (long)(WarmUpSeconds * Rate), NoteWarm);
        }

        public TimeSpan UnitWhenWarm { get; private set; }

        public TimeSpan FfmpegWhenWarm { get; private set; }

        public async Task<StreamResult> PlayAsync()
        {
            await _recogniser.Start(_watched);
            var now = Now();
            await _recogniser.StopAsync();
            return now with
            {
                Looked = now.Looked - _whenWarm.Looked,
                Dropped = now.Dropped - _whenWarm.Dropped,
                Faces = now.Faces - _whenWarm.Faces,
                Visits = now.Visits - _whenWarm.Visits,
                Templates = now.Templates - _whenWarm.Templates,
            };
        }

        public async ValueTask DisposeAsync()
        {
            await _recogniser.StopAsync();
            _recogniser.Dispose();
            await _watched.DisposeAsync();
            await _camera.DisposeAsync();
        }

        private void NoteWarm()
        {
            _whenWarm = Now();
            (UnitWhenWarm, FfmpegWhenWarm) = (Environment.CpuUsage.TotalTime, ProcessorTime.Of(_camera.ProcessId));
        }

        private StreamResult Now() => new(
            _counters.Frames, _counters.Dropped, _counters.Faces, _counters.Visits, _timings.Embed.Count,
            _watched.WorstLateness.TotalMilliseconds, _watched.LastLateness.TotalMilliseconds, 0, 0, 0);
    }
}
