using Signpost.Benchmarks.Measuring;
using Signpost.Recognition;

namespace Signpost.Benchmarks.Stages;

/// <summary><c>bench stages</c>: milliseconds and bytes a stage, and the yardsticks of the same run.</summary>
internal static class StagesPart
{
    private static readonly (int Width, int Height)[] Sizes = [(1280, 720), (1920, 1080)];

    public static IEnumerable<Section> Measure(Inputs inputs)
    {
        var pack = inputs.LoadPack();
        var rows = new List<object?[]>();
        var ours = new Dictionary<string, double>();
        foreach (var (width, height) in Sizes)
        {
            Console.Error.WriteLine($"stages at {width}×{height}");
            using var stages = new FrameStages(inputs, pack, width, height);
            foreach (var (name, action) in Actions(stages))
            {
                var clocked = Clocked.Time(action);
                ours[$"{name} {height}"] = clocked.Median;
                rows.Add([name, $"{width}×{height}", Round(clocked.Median), Round(clocked.P95), clocked.Bytes]);
            }
        }

        return
        [
            new Section(
                "stages", "Stage by stage",
                ["Processor time of one thread; five people in view; a stage that looks at a face looks at one. 'detect' includes 'resize'; 'convert' is the unit's share of decoding: planar YUV from ffmpeg to BGR."],
                ["stage", "picture", "median ms", "95 % ms", "allocated bytes"],
                rows),
            Models(inputs, pack),
            Pixels(ours),
        ];
    }

    /// <summary>The stages by name, in the order of a frame's life.</summary>
    public static IEnumerable<(string Name, Action Action)> Actions(FrameStages stages) =>
    [
        ("convert", stages.Convert), ("resize", stages.Resize), ("detect", () => stages.Detect()), ("track", stages.Track), ("landmarks", stages.Landmarks),
        ("align", stages.Align), ("quality", stages.Quality), ("embed", stages.Embed), ("search 1,000", stages.Search),
    ];

    private static Section Models(Inputs inputs, ModelPack pack)
    {
        Console.Error.WriteLine("the pack's models against the upstream files");
        var manifest = pack.Manifest;
        var rows = new List<object?[]>();
        foreach (var (role, file, input, upstream) in new[]
        {
            ("detector", manifest.Detector.Model, manifest.Detector.Input, "fr_detect.onnx"),
            ("landmarks", manifest.Landmarks.Model, manifest.Landmarks.Input, "fr_landmark.onnx"),
            ("extractor", manifest.Extractor.Model, manifest.Extractor.Input, "fr_feature.onnx"),
        })
        {
            using var model = pack.Open(file, input);
            using var original = new UpstreamModel(Path.Combine(inputs.UpstreamModels, upstream));
            var theirs = Clocked.Time(original.Run).Median;
            var mine = Clocked.Time(model.Run).Median;
            rows.Add([role, $"{input.Width}×{input.Height}", Round(mine), upstream, Round(theirs), Math.Round(theirs / mine, 2)]);
        }

        return new Section(
            "models", "The pack's models against the upstream files",
            ["The same run, one thread each, plain ONNX Runtime for the upstream files. The upstream detector takes 320×240 and nothing else: ours looks at more pixels when its input is larger."],
            ["model", "input", "pack ms", "upstream file", "upstream ms", "times faster"],
            rows);
    }

    private static Section Pixels(Dictionary<string, double> ours)
    {
        Console.Error.WriteLine("OpenCV");
        var opencv = OpenCv.Run();
        var rows = new List<object?[]>();
        if (opencv is not null)
        {
            Compare("1080p to 480×270, normalised planes", ours["resize 1080"], "resize INTER_AREA + blobFromImage", "resize to planes 1080");
            Compare("1080p to 480×270, normalised planes", ours["resize 1080"], "resize INTER_AREA alone (bytes)", "resize 1080");
            Compare("720p to 480×270, normalised planes", ours["resize 720"], "resize INTER_AREA + blobFromImage", "resize to planes 720");
            Compare("720p to 480×270, normalised planes", ours["resize 720"], "resize INTER_AREA alone (bytes)", "resize 720");
            Compare("1080p YUV 4:2:0 to BGR", ours["convert 1080"], "cvtColor COLOR_YUV2BGR_I420", "yuv 1080");
            foreach (var scale in (int[])[1, 2])
            {
                Compare($"warp to 112×112, reduced {scale}×", WarpPart.Median(scale), "warpAffine INTER_LINEAR", $"warp {scale}");
            }
        }

        string[] notes = opencv is null
            ? ["OpenCV is not installed for /usr/bin/python3 (Debian: apt-get install python3-opencv): no yardstick."]
            : [$"OpenCV {opencv.Version}, one thread, the same run and sizes. Where a face is reduced ours averages every source pixel; warpAffine skips them."];
        return new Section("pixels", "Pixels against OpenCV", notes, ["step", "ms", "OpenCV", "OpenCV ms", "times faster"], rows);

        void Compare(string step, double mine, string theirs, string key) =>
            rows.Add([step, Round(mine), theirs, Round(opencv[key]), Math.Round(opencv[key] / mine, 2)]);
    }

    private static double Round(double milliseconds) => Math.Round(milliseconds, 4);
}
