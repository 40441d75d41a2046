using System.Text.Json;
using Signpost.Edge.Tests.Capture;
using Signpost.Edge.Tests.Support;
using Signpost.Edge.Vision;
using Signpost.Hardware;
using Signpost.Hardware.Simulated;
using Signpost.Hardware.Simulated.Truth;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Vision;

/// <summary>The frame path, as fast as it goes, on a simulated street with known truth, and the demonstration's list at the demonstration's
/// threshold.</summary>
public sealed class SceneTests(ITestOutputHelper output)
{
    private const float Threshold = 0.45f;
    private const double Seconds = 45;
    private const double FramesPerSecond = 12.5;
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds() =>
        Environment.GetEnvironmentVariable("SIGNPOST_SCENE_SEEDS") is { Length: > 0 } many
            ? [.. Enumerable.Range(1, int.Parse(many, System.Globalization.CultureInfo.InvariantCulture))] : [1];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Process_Street_FindsEveryEnrolledVisitAndNobodyElse(int seed)
    {
        var pack = TestMedia.Pack();
        using var ffmpeg = new TestVideo(); // skips without ffmpeg
        var scene = SimulatedScene.Load(
            new SimulatedCameraOptions { Seed = seed, MediaDirectory = TestMedia.MediaDirectory, FramesPerSecond = FramesPerSecond },
                TestContext.Current.CancellationToken);
        var truth = scene.TruthUntil(TimeSpan.FromSeconds(Seconds), Start, TimeSpan.Zero);
        var (found, counters, timings) = (new Findings(), new UnitCounters(), new StageTimings());
        var slot = new DeploymentSlot();
        slot.Promote(Deploy(pack));
        using var path = new FramePath(pack, slot, found, new VisionOptions(), counters, timings, TimeProvider.System);
        var frame = new Frame();
        for (var number = 0L; number < Seconds * FramesPerSecond; number++)
        {
            scene.Draw(number, frame);
            (frame.Sequence, frame.CapturedAt) = (number, Start + TimeSpan.FromSeconds(number / FramesPerSecond));
            path.Process(frame);
        }

        path.Finish();
        Tell(truth, found, counters, timings);
        var complete = truth.Visits.Where(visit => visit.Enrollable && visit.LeavesAt < Seconds - 1).ToList();
        Assert.NotEmpty(complete);
        Assert.All(complete, visit => Assert.Contains(found, finding => Fits(finding, visit)));
        Assert.All(found, finding => Assert.Contains(truth.Visits, visit => visit.Enrollable && Fits(finding, visit)));
        Assert.Equal(counters.Visits, counters.Matched + counters.Undecided + counters.Unmatched);
        Assert.True(path.IsBlank);
    }

    private static bool Fits(MatchFinding finding, TrueVisit visit) =>
        finding.Reference.StartsWith(visit.Actor, StringComparison.Ordinal)
        && (finding.CapturedAt - Start).TotalSeconds is var at && at >= visit.EntersAt - 2 && at <= visit.LeavesAt + 2;

    private static Deployment Deploy(ModelPack pack)
    {
        using var force = new TestForce { PackDigest = pack.Digest.ToArray(), TemplateLength = pack.TemplateLength, Threshold = Threshold };
        using var folder = new TestFolder();
        using var enroller = new ReferenceEnroller(pack);
        foreach (var (name, file) in Photographs(folder))
        {
            using var enrolled = enroller.Enrol(File.ReadAllBytes(file));
            Assert.True(enrolled.Accepted, enrolled.Explanation);
            force.Entries[name] = enrolled.Template.ToArray();
        }

        using var signing = P256.CreateKey();
        using var boot = BootKey.Create(TestForce.UnitId, signing);
        var order = force.Verify(force.Desire(boot.Certificate, signing.ExportSubjectPublicKeyInfo()));
        var gallery = Gallery.Build(pack.TemplateLength, [.. force.Entries.Values.Select(template => new GalleryEntry(template))]);
        return new Deployment(order, Guid.NewGuid(), order.NotAfter, gallery, [.. force.Entries.Keys]);
    }

    // The photographs that the demonstration enrols, as the scene's footage file names them.
    private static IEnumerable<(string Name, string File)> Photographs(TestFolder folder)
    {
        using var footage = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TestMedia.Repository, "hardware", "Signpost.Hardware.Simulated",
            "footage.json")));
        foreach (var actor in footage.RootElement.GetProperty("actors").EnumerateArray())
        {
            foreach (var (index, picture) in actor.GetProperty("enrolment").EnumerateArray().Index())
            {
                var name = $"{actor.GetProperty("actor").GetString()}-{index}";
                var file = Path.Combine(TestMedia.MediaDirectory, picture.GetProperty("package").GetString()!,
                    picture.GetProperty("file").GetString()!);
                if (picture.TryGetProperty("seconds", out var seconds))
                {
                    var frame = folder.File(name + ".png");
                    using var ffmpeg = TestVideo.Start(["-ss", seconds.GetRawText(), "-i", file, "-frames:v", "1", frame]);
                    ffmpeg.WaitForExit();
                    file = frame;
                }

                yield return (name, file);
            }
        }
    }

    private void Tell(SceneTruth truth, Findings found, UnitCounters counters, StageTimings timings)
    {
        output.WriteLine($"frames {counters.Frames}, faces {counters.Faces}, visits {counters.Visits} (true {truth.Visits.Count}), searches {counters.Searches}, matched {counters.Matched}, undecided {counters.Undecided}, unmatched {counters.Unmatched}, events {counters.Events}, findings {found.Count}");
        foreach (var (name, stage) in new[] { ("detect", timings.Detect), ("track", timings.Track), ("embed", timings.Embed),
            ("search", timings.Search) })
            output.WriteLine($"{name}: p50 {stage.Percentile(0.5).TotalMilliseconds:0.00} ms, p95 {stage.Percentile(0.95).TotalMilliseconds:0.00} ms of {stage.Count}");
        foreach (var visit in truth.Visits.Where(visit => visit.Enrollable))
        {
            var findings = found.Where(finding => Fits(finding, visit)).ToList();
            output.WriteLine($"{visit.Actor} {visit.EntersAt:0.0}-{visit.LeavesAt:0.0} s, {visit.MinFaceWidth:0}-{visit.MaxFaceWidth:0} px: "
                + string.Join(" ", findings.Select(finding => Tell(finding, visit))));
        }
    }

    private static string Tell(MatchFinding finding, TrueVisit visit)
    {
        var after = (finding.CapturedAt - Start).TotalSeconds - visit.EntersAt;
        var quality = finding.Shots.Average(shot => shot.Quality);
        return $"{finding.Reference} {finding.Score:0.00} r{finding.Revision} after {after:0.0} s, {finding.Shots.Count} shots q {quality:0}";
    }

    private sealed class Findings : List<MatchFinding>, IMatchSink
    {
        public bool TryAccept(MatchFinding finding)
        {
            Add(finding);
            return true;
        }
    }
}
