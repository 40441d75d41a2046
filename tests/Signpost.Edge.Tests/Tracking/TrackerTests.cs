using CsCheck;
using Signpost.Edge.Tracking;
using Signpost.Recognition;

namespace Signpost.Edge.Tests.Tracking;

public sealed class TrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(80);

    // With room for everybody: a full tracker takes whom it sees first.
    private static readonly TrackerOptions Roomy = new() { Capacity = 256 };

    private static readonly Gen<FaceBox> GenFace =
        from x in Gen.Float[-50, 1300]
        from y in Gen.Float[-50, 750]
        from size in Gen.Float[10, 200]
        select new FaceBox(x, y, size, size * 1.2f, 0.9f);

    [Fact]
    public void Update_AnyFaces_KeepsItsInvariants() =>
        GenFace.Array[0, 60].Array[1, 40].Sample(frames =>
        {
            var tracker = new Tracker(new TrackerOptions { Capacity = 16 });
            var (at, highest, live) = (Start, 0L, new HashSet<long>());
            foreach (var faces in frames)
            {
                var before = tracker.Tracks.ToArray();
                tracker.Update(faces, at += Step);
                foreach (var slot in tracker.Ended) Assert.True(live.Remove(before[slot].Id));
                var seen = new HashSet<int>();
                foreach (var track in tracker.Tracks)
                {
                    if (!track.IsActive) continue;
                    if (live.Add(track.Id)) Assert.True(track.Id > highest, "an id was used twice");
                    highest = Math.Max(highest, track.Id);
                    Assert.True(at - track.LastSeen <= new TrackerOptions().EndsAfter);
                    if (track.Face < 0) continue;
                    Assert.True(seen.Add(track.Face), "a face belongs to two tracks");
                    Assert.InRange(track.Face, 0, faces.Length - 1);
                    Assert.Equal(at, track.LastSeen);
                }
            }
        });

    [Fact]
    public void Update_SteadyWalkWithMissedDetections_StaysOneVisit() =>
        (from speed in Gen.Float[-160, 160]
         from size in Gen.Float[40, 120]
         from jitter in Gen.Float[-0.06f, 0.06f].Array[60]
         from misses in Gen.Bool.Array[60]
         select (speed, size, jitter, misses)).Sample(walk =>
        {
            var tracker = new Tracker(new TrackerOptions());
            var (at, visits, missed) = (Start, 0, 0);
            for (var i = 0; i < 60; i++, at += Step)
            {
                // Two frames in a row may be missed, and none of the first, before there is a velocity.
                missed = i > 3 && walk.misses[i] && missed < 2 ? missed + 1 : 0;
                var x = 640 + walk.speed * i * 0.08f + walk.jitter[i] * walk.size;
                visits += tracker.Update(missed > 0 ? [] : [new FaceBox(x, 300, walk.size, walk.size * 1.3f, 0.9f)], at);
            }

            Assert.Equal(1, visits);
            Assert.Equal(1L, Only(tracker).Id);
        });

    [Fact]
    public void Update_TwoPeopleCrossing_KeepTheirTracks() =>
        (from speed in Gen.Float[60, 200]
         from other in Gen.Float[60, 200]
         from size in Gen.Float[50, 110]
         select (speed, other, size)).Sample(walk =>
        {
            var tracker = new Tracker(new TrackerOptions());
            var at = Start;
            var (left, right) = (0L, 0L);
            for (var i = 0; i < 90; i++, at += Step)
            {
                // They meet in the middle of the picture after three and a half seconds; the nearer face hides the other while they overlap.
                var seconds = (i - 45) * 0.08f;
                var a = new FaceBox(640 + walk.speed * seconds, 300, walk.size, walk.size * 1.3f, 0.9f);
                var b = new FaceBox(640 - walk.other * seconds, 310, walk.size, walk.size * 1.3f, 0.9f);
                var hidden = a.Overlap(b) > 0.3f;
                tracker.Update(hidden ? [a] : [a, b], at);
                if (i == 10) (left, right) = (TrackAt(tracker, 0), TrackAt(tracker, 1));
            }

            Assert.Equal((left, right), (TrackAt(tracker, 0), TrackAt(tracker, 1)));
        });

    [Fact]
    public void Update_FacesInAnyOrder_TakesTheSameTracks() =>
        (from frames in GenFace.Array[0, 12].Array[2, 12]
         from looks in Gen.Int[0, 1000]
         from seed in Gen.Int
         select (frames, looks, seed)).Sample(x =>
        {
            var (straight, shuffled, random) = (new Tracker(Roomy), new Tracker(Roomy), new Random(x.seed));
            var at = Start;
            // New tracks are numbered in the order of their faces: the twins' numbers are matched as they appear.
            var twins = new Dictionary<long, long>();
            foreach (var drawn in x.frames)
            {
                // The generator likes round numbers, and of two assignments that are equally good either may be taken: no two are, once each face is moved a little.
                var faces = drawn.Select(face => face with { X = face.X + random.NextSingle(), Y = face.Y + random.NextSingle(), Width = face.Width + random.NextSingle() }).ToArray();
                var order = Enumerable.Range(0, faces.Length).ToArray();
                random.Shuffle(order);
                var looks = faces.Select(face => Look((int)face.X + x.looks)).ToArray();
                at += Step;
                straight.Update(faces, at, Flat(looks));
                shuffled.Update([.. order.Select(face => faces[face])], at, Flat([.. order.Select(face => looks[face])]));
                for (var place = 0; place < order.Length; place++)
                {
                    var (one, other) = (TrackAt(straight, order[place]), TrackAt(shuffled, place));
                    if (twins.TryGetValue(one, out var known)) Assert.Equal(known, other);
                    else twins.Add(one, other);
                }
            }

            Assert.Equal(twins.Count, twins.Values.Distinct().Count());
        });

    [Fact]
    public void Update_TwoMeetAndTurnBack_AppearanceTellsThemApart()
    {
        // They walk towards each other, are hidden for a moment, and turn: motion alone takes each for the other.
        var walks = new[] { true, false }.Select(withLooks =>
        {
            var tracker = new Tracker(new TrackerOptions());
            var (at, left) = (Start, 0L);
            for (var i = 0; i <= 40; i++, at += Step)
            {
                var x = Math.Abs(i - 20) * 5f;
                if (i is > 16 and < 24) tracker.Update([], at);
                else
                {
                    tracker.Update([new FaceBox(600 - x, 300, 60, 75, 0.9f), new FaceBox(620 + x, 300, 60, 75, 0.9f)], at,
                        withLooks ? Flat([Look(1), Look(2)]) : []);
                }

                if (i == 5) left = TrackAt(tracker, 0);
            }

            return TrackAt(tracker, 0) == left;
        });
        Assert.Equal([true, false], walks);
    }

    [Theory]
    [InlineData(100, -400)]
    [InlineData(1180, 400)]
    public void Update_FaceWalksOutAndComesBackAtOnce_IsANewVisit(float from, float speed)
    {
        var (tracker, at, view) = (new Tracker(new TrackerOptions()), Start, new FrameView(1280, 720));
        for (var i = 0; i < 5; i++, at += Step)
            tracker.Update([new FaceBox(from + speed * i * 0.06f - 30, 300, 60, 75, 0.9f)], at, Look(1), view);
        for (var i = 0; i < 3; i++, at += Step) tracker.Update([], at, [], view);
        Assert.True(tracker.IsBlank);
        tracker.Update([new FaceBox(speed < 0 ? 0 : 1220, 300, 60, 75, 0.9f)], at, Look(1), view);
        Assert.Equal(2L, Only(tracker).Id);
    }

    [Fact]
    public void Update_TracksEnd_LeavesNothingOfTheirAppearance()
    {
        var tracker = new Tracker(new TrackerOptions());
        tracker.Update([new FaceBox(100, 100, 60, 80, 0.9f)], Start, Look(1));
        Assert.False(tracker.IsBlank);
        tracker.Update([], Start + TimeSpan.FromSeconds(5));
        Assert.True(tracker.IsBlank);
    }

    [Fact]
    public void Describe_AnyBoxOfAnyPicture_IsOfLengthOneOrZero() =>
        (from pixels in Gen.Byte.Array[20 * 16 * 3] from face in GenFace select (pixels, face)).Sample(x =>
        {
            var look = new float[Appearance.Length];
            Appearance.Describe(new BgrImage(x.pixels, 20, 16, 60), x.face, look);
            var length = Math.Sqrt(look.Sum(value => (double)value * value));
            Assert.True(length is 0 or > 0.999 and < 1.001, $"{length}");
        });

    [Fact]
    public void Update_FaceUnseenForLongerThanTheLimit_EndsItsTrackAndABackcomerIsNew()
    {
        var tracker = new Tracker(new TrackerOptions { EndsAfter = TimeSpan.FromSeconds(1) });
        FaceBox[] face = [new(100, 100, 60, 80, 0.9f)];
        tracker.Update(face, Start);
        tracker.Update(face, Start + Step);
        tracker.Update([], Start + TimeSpan.FromSeconds(1));
        Assert.True(tracker.Ended.IsEmpty);
        tracker.Update(face, Start + TimeSpan.FromSeconds(2.2));
        Assert.Equal(1, tracker.Ended.Length);
        Assert.Equal(2L, Only(tracker).Id);
    }

    [Fact]
    public void Update_OneDetectionOnly_IsNoVisit()
    {
        var tracker = new Tracker(new TrackerOptions());
        Assert.Equal(0, tracker.Update([new FaceBox(100, 100, 60, 80, 0.9f)], Start));
        Assert.False(Only(tracker).IsConfirmed);
    }

    [Fact]
    public void Update_ClockStepsBack_KeepsTheTrack()
    {
        var tracker = new Tracker(new TrackerOptions());
        FaceBox[] face = [new(100, 100, 60, 80, 0.9f)];
        tracker.Update(face, Start);
        tracker.Update(face, Start - TimeSpan.FromHours(1));
        tracker.Update(face, Start + Step);
        Assert.Equal(1L, Only(tracker).Id);
    }

    [Fact]
    public void Update_InSteadyState_AllocatesNothing()
    {
        var tracker = new Tracker(new TrackerOptions());
        var faces = new FaceBox[5];
        var looks = Flat([Look(1), Look(2), Look(3), Look(4), Look(5)]);
        var at = Start;
        Run(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(500);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                for (var f = 0; f < faces.Length; f++) faces[f] = new FaceBox(f * 200 + i % 40, 100, 60, 80, 0.9f);
                tracker.Update(faces, at += Step, looks, new FrameView(1280, 720));
            }
        }
    }

    [Fact]
    public void EndAll_WithTracks_NamesThemAndFreesTheirSlots()
    {
        var tracker = new Tracker(new TrackerOptions());
        tracker.Update([new FaceBox(0, 0, 50, 60, 1), new FaceBox(500, 0, 50, 60, 1)], Start);
        tracker.EndAll();
        Assert.Equal(2, tracker.Ended.Length);
        Assert.DoesNotContain(tracker.Tracks.ToArray(), track => track.IsActive);
    }

    private static float[] Look(int seed)
    {
        var (look, random) = (new float[Appearance.Length], new Random(seed));
        foreach (ref var value in look.AsSpan()) value = random.NextSingle() - 0.5f;
        Template.Normalise(look);
        return look;
    }

    private static float[] Flat(float[][] looks) => [.. looks.SelectMany(look => look)];

    private static Track Only(Tracker tracker) => Assert.Single(tracker.Tracks.ToArray(), track => track.IsActive);

    private static long TrackAt(Tracker tracker, int face) =>
        Assert.Single(tracker.Tracks.ToArray(), track => track.IsActive && track.Face == face).Id;
}
