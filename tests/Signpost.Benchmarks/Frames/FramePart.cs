using Signpost.Benchmarks.Measuring;

namespace Signpost.Benchmarks.Frames;

/// <summary><c>bench frame</c>: what a frame costs with nobody, a few and many people in view.</summary>
internal static class FramePart
{
    private const int WarmUp = 180, Frames = 150;

    public static IEnumerable<Section> Measure(Inputs inputs)
    {
        var pack = inputs.LoadPack();
        var rows = new List<object?[]>();
        foreach (var (width, height) in new[] { (1280, 720), (1920, 1080) })
        {
            foreach (var people in (int[])[0, 5, 20])
            {
                Console.Error.WriteLine($"frames at {width}×{height} with {people} people");
                using var frames = new FrameCase(inputs, pack, width, height, people);
                rows.Add([$"{width}×{height}", people, .. Measure(frames)]);
            }
        }

        return
        [
            new Section(
                "frame", "The frame path: from BGR to a decision or to zeros",
                [
                    "Processor time of the one vision thread, detector to search; people come and go every eight seconds, 1,000 entries on the list, nobody matches; 7.5 pictures a second of the scene's time decide when a shot is due. Decoding is not in it: see streams.",
                    $"After {WarmUp} frames of warm-up, {Frames} frames. Allocated bytes: managed memory, the vision thread.",
                ],
                ["picture", "people", "faces found a frame", "templates a frame", "ms a frame", "frames a second and core", "allocated bytes a frame"],
                rows),
        ];
    }

    private static object?[] Measure(FrameCase frames)
    {
        for (var frame = 0; frame < WarmUp; frame++) Step(frames);
        var (faces, templates) = (frames.Counters.Faces, frames.Timings.Embed.Count);
        var (time, bytes) = (TimeSpan.Zero, 0L);
        for (var frame = 0; frame < Frames; frame++)
        {
            var (stepTime, stepBytes) = Step(frames);
            (time, bytes) = (time + stepTime, bytes + stepBytes);
        }

        var milliseconds = time.TotalMilliseconds / Frames;
        return
        [
            Math.Round((double)(frames.Counters.Faces - faces) / Frames, 2), Math.Round((double)(frames.Timings.Embed.Count - templates) / Frames, 2),
            Math.Round(milliseconds, 2), Math.Round(1000 / milliseconds, 1), bytes / Frames,
        ];
    }

    private static (TimeSpan Time, long Bytes) Step(FrameCase frames)
    {
        frames.Draw();
        var (bytes, time) = (GC.GetAllocatedBytesForCurrentThread(), ProcessorTime.OfThisThread);
        frames.Look();
        return (ProcessorTime.OfThisThread - time, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
