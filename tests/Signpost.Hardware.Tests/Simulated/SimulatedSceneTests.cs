using System.Security.Cryptography;
using Signpost.Hardware.Simulated;
using Signpost.Hardware.Simulated.Footage;
using Signpost.Hardware.Simulated.Truth;

namespace Signpost.Hardware.Tests.Simulated;

public sealed class SimulatedSceneTests
{
    private static readonly long[] Numbers = [0, 60, 61, 140, 300];

    [Fact]
    public void Scene_LoadedTwice_GivesTheSameBytes()
    {
        var options = DemonstrationMedia.Options(seed: 4);
        Assert.Equal(
            Hashes(SimulatedScene.Load(options, CancellationToken.None)),
            Hashes(SimulatedScene.Load(options, CancellationToken.None)));
    }

    [Fact]
    public void Scene_OfAnotherSeedOrUnit_IsAnother()
    {
        var first = Hashes(DemonstrationMedia.Scene(DemonstrationMedia.Options(1)));
        var second = Hashes(DemonstrationMedia.Scene(DemonstrationMedia.Options(2)));
        var otherUnit = Hashes(DemonstrationMedia.Scene(DemonstrationMedia.Options(1) with { UnitIndex = 1 }));

        Assert.Equal(Numbers.Length * 3, first.Concat(second).Concat(otherUnit).Distinct().Count());
    }

    [Fact]
    public void Rehearse_BeforeTheFirstPicture_DrawsSomebodyAndChangesNothingOfWhatFollows()
    {
        var options = DemonstrationMedia.Options();
        var scene = DemonstrationMedia.Scene(options);
        var (rehearsed, first) = (new Frame(), new Frame());
        scene.Rehearse(rehearsed);
        Assert.Equal(Hashes(DemonstrationMedia.Scene(options)), Hashes(scene));

        // The same noise over the same street: what differs is a person.
        DemonstrationMedia.Scene(options).Draw(0, first);
        var different = rehearsed.Pixels.Zip(first.Pixels).Count(pair => pair.First != pair.Second);
        Assert.InRange(different, 1000, rehearsed.Length / 4);
    }

    [Fact]
    public void FacesAt_EveryPicture_TellsWhoIsDrawnWhereTheFarthestFirst()
    {
        var scene = DemonstrationMedia.Scene(DemonstrationMedia.Options());
        var truth = scene.TruthUntil(TimeSpan.FromSeconds(30), DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        var (faces, told) = (new TrueFace[16], new HashSet<int>());
        for (var number = 0; number < 30 * truth.FramesPerSecond; number++)
        {
            var there = faces.AsSpan(0, scene.FacesAt(number, faces)).ToArray();
            Assert.Equal(there.OrderBy(face => face.Width).Select(face => face.Visit), there.Select(face => face.Visit));
            told.UnionWith(there.Select(face => face.Visit));
            foreach (var visit in truth.Visits.Where(visit => Math.Abs(number / truth.FramesPerSecond - visit.EntersAt) < 0.5 / truth.FramesPerSecond))
            {
                var face = Assert.Single(there, face => face.Visit == visit.Visit);
                Assert.Equal(visit.Enter.X, face.X + (face.Width / 2), visit.Enter.Width / 4);
                Assert.Equal(visit.Enter.Width, face.Width, 3.0);
            }
        }

        Assert.All(truth.Visits.Where(visit => visit.EntersAt < 29), visit => Assert.Contains(visit.Visit, told));
        Assert.Equal(0, scene.FacesAt(30 * (long)truth.FramesPerSecond, []));
    }

    [Theory]
    [InlineData(640, 360)]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    public void Scene_OfAnySize_FillsTheFrameWithoutRunningOut(int width, int height)
    {
        var scene = DemonstrationMedia.Scene(DemonstrationMedia.Options() with { Width = width, Height = height });
        var frame = new Frame();
        for (var number = 0; number < 250; number += 5)
        {
            scene.Draw(number, frame);
        }

        Assert.Equal((width, height), (frame.Width, frame.Height));
    }

    [Fact]
    public void Scene_InSteadyState_AllocatesNothing()
    {
        var scene = DemonstrationMedia.Scene(DemonstrationMedia.Options());
        var frame = new Frame();
        scene.TruthUntil(TimeSpan.FromMinutes(3), DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        for (var number = 0; number < 40; number++)
        {
            scene.Draw(number, frame);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 40; number < 300; number++)
        {
            scene.Draw(number, frame);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_384); // the plan grew once or twice; a frame alone has 2.7 MB
    }

    [Fact]
    public void Truth_AskedEarlyAndLate_TellsTheSameVisits()
    {
        var scene = DemonstrationMedia.Scene(DemonstrationMedia.Options());
        var early = scene.TruthUntil(TimeSpan.FromSeconds(60), DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        scene.Draw(900, new Frame());
        var late = scene.TruthUntil(TimeSpan.FromSeconds(200), DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(72));

        Assert.Subset(late.Visits.ToHashSet(), early.Visits.ToHashSet());
        Assert.True(late.Visits.Count > early.Visits.Count);
    }

    [Fact]
    public void Scene_FootageMissing_SaysWhichFile()
    {
        var folder = Directory.CreateTempSubdirectory("signpost-media-");
        var options = new SimulatedCameraOptions { MediaDirectory = folder.FullName };

        var exception = Assert.Throws<FootageException>(() => SimulatedScene.Load(options, CancellationToken.None));
        folder.Delete();
        Assert.Contains("cap13_edit2.mp4 is missing", exception.Message, StringComparison.Ordinal);
    }

    private static List<string> Hashes(SimulatedScene scene)
    {
        var frame = new Frame();
        return [.. Numbers.Select(number =>
        {
            scene.Draw(number, frame);
            return Convert.ToHexString(SHA256.HashData(frame.Span));
        })];
    }
}
