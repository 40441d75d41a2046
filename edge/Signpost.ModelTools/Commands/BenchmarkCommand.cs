using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Signpost.Recognition;

namespace Signpost.ModelTools.Commands;

/// <summary><c>bench</c>: milliseconds a stage, one thread.</summary>
internal static class BenchmarkCommand
{
    private const int Width = 1280, Height = 720, WarmUp = 20;

    public static Command Create()
    {
        var pack = new Option<string>("--pack") { Description = "Folder of the pack.", Required = true };
        var runs = new Option<int>("--runs") { Description = "Runs a stage.", DefaultValueFactory = _ => 200 };
        var command = new Command("bench", "Time every stage on a 1280×720 frame, one thread, and print it as Markdown.") { pack, runs };
        command.SetAction(parsed => Run(ModelPack.Load(parsed.GetValue(pack)!), parsed.GetValue(runs)));
        return command;
    }

    private static void Run(ModelPack pack, int runs)
    {
        using var detector = new FaceDetector(pack);
        using var landmarks = new LandmarkFinder(pack);
        using var extractor = new TemplateExtractor(pack);
        var random = new Random(1);
        byte[] frame = new byte[Width * Height * BgrImage.Channels];
        random.NextBytes(frame);
        var faces = new FaceBox[64];
        var box = new FaceBox(500, 200, 90, 115, 1);
        var points68 = new Vector2[LandmarkFinder.PointCount];
        landmarks.Find(Image(), box, points68);
        var points = FivePoints.From68(points68);
        byte[] aligned = new byte[Alignment.ByteCount];
        float[] template = new float[pack.TemplateLength];
        extractor.Extract(frame.AsSpan(0, Alignment.ByteCount), template);
        using Gallery gallery = RandomGallery(pack.TemplateLength, 10_000, random);
        Console.WriteLine("| stage | p50 ms | p95 ms | mean processor ms |");
        Console.WriteLine("|---|---|---|---|");
        Time("detect", () => detector.Detect(Image(), faces));
        Time("landmarks", () => landmarks.Find(Image(), box, points68));
        Time("align", () => Alignment.Align(Image(), points, aligned));
        Time("quality", () => FaceQuality.Measure(Image(), box, points68, points, aligned));
        Time("extract", () => extractor.Extract(aligned, template));
        Time("search 10,000", () => gallery.Search(template));

        BgrImage Image() => new(frame, Width, Height, Width * BgrImage.Channels);

        void Time(string stage, Action action)
        {
            for (int run = 0; run < WarmUp; run++)
                action();
            double[] times = new double[runs];
            // On a busy machine the clock measures the neighbours; processor time does not.
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (int run = 0; run < runs; run++)
            {
                long start = Stopwatch.GetTimestamp();
                action();
                times[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            double processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / runs;
            Array.Sort(times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {stage} | {times[runs / 2]:F2} | {times[runs * 95 / 100]:F2} | {processor:F2} |"));
        }
    }

    private static Gallery RandomGallery(int length, int count, Random random)
    {
        var entries = new GalleryEntry[count];
        for (int index = 0; index < count; index++)
        {
            float[] values = new float[length];
            for (int value = 0; value < length; value++)
                values[value] = random.NextSingle() - 0.5f;
            entries[index] = new GalleryEntry(values);
        }
        return Gallery.Build(length, entries);
    }
}
