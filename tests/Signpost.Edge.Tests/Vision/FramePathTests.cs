using Signpost.Edge.Tests.Support;
using Signpost.Edge.Vision;
using Signpost.Hardware;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Vision;

/// <summary>The frame path with the real pack on real footage of one man.</summary>
public sealed class FramePathTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(80);

    private readonly ModelPack _pack = TestMedia.Pack();
    private readonly DeploymentSlot _slot = new();
    private readonly UnitCounters _counters = new();
    private readonly StageTimings _timings = new();
    private readonly Findings _findings = new();
    private readonly FramePath _path;
    private DateTimeOffset _at = Start;
    private long _sequence;

    public FramePathTests() => _path = new FramePath(_pack, _slot, _findings, new VisionOptions(), _counters, _timings, TimeProvider.System);

    [Fact]
    public void Process_EnrolledManWalksThrough_IsOneEventAndOneSearchAndLeavesNothing()
    {
        Deploy(Template(0), 0.4f);
        var frame = new Frame();
        for (var i = 0; i < 25; i++) Show(frame, photograph: 3 + i / 9, shift: i * 4);
        for (var i = 0; i < 20; i++) ShowNobody(frame);

        Assert.NotEmpty(_findings);
        Assert.Single(_findings.Select(finding => finding.EventId).Distinct());
        Assert.Equal(Enumerable.Range(1, _findings.Count).Select(n => (uint)n), _findings.Select(finding => finding.Revision));
        Assert.True(_findings.Zip(_findings.Skip(1)).All(pair => pair.Second.Score > pair.First.Score));
        var first = _findings[0];
        Assert.InRange(first.Score, 0.4f, 1);
        Assert.InRange(first.Shots.Count, 2, 8);
        Assert.Equal("p-1", first.Reference);
        Assert.Equal([0xFF, 0xD8, 0xFF], first.ProbeJpeg[..3]);
        Assert.Equal((1L, 1L, 1L), (_counters.Visits, _counters.Searches, _counters.Events));
        Assert.Equal((1L, 0L, 0L), (_counters.Matched, _counters.Undecided, _counters.Unmatched));
        Assert.All(_findings.SelectMany(finding => finding.Shots), shot =>
        {
            Assert.InRange(shot.Score, 0.2f, 1);
            Assert.InRange(shot.Quality, new VisionOptions().LeastQuality, 100);
            Assert.InRange(shot.Components.Sharpness, 1, 100);
            Assert.InRange(shot.Components.DetectorConfidence, 1, 100);
        });
        Assert.True(_path.IsBlank);
    }

    [Fact]
    public void Process_ManWhoIsNotOnTheList_IsSearchedFindsNothingAndLeavesNothing()
    {
        Deploy(Stranger(), 0.4f);
        var frame = new Frame();
        for (var i = 0; i < 20; i++) Show(frame, photograph: 3, shift: i * 4);
        Assert.False(_path.IsBlank);
        for (var i = 0; i < 20; i++) ShowNobody(frame);
        Assert.Empty(_findings);
        Assert.Equal(1, _counters.Searches);
        Assert.Equal((0L, 0L, 1L), (_counters.Matched, _counters.Undecided, _counters.Unmatched));
        Assert.True(_path.IsBlank);
    }

    [Fact]
    public void Process_ScoreBetweenTheThresholds_IsNoDecisionAndNoEvent()
    {
        Deploy(Template(0), 0.99f, noDecisionFrom: 0.3f);
        var frame = new Frame();
        for (var i = 0; i < 25; i++) Show(frame, photograph: 3 + i / 9, shift: i * 4);
        for (var i = 0; i < 20; i++) ShowNobody(frame);
        Assert.Empty(_findings);
        Assert.Equal((1L, 1L), (_counters.Searches, _counters.Undecided));
        Assert.Equal((0L, 0L), (_counters.Matched, _counters.Unmatched));
    }

    [Fact]
    public void Process_TooFewShots_IsNoDecision()
    {
        Deploy(Stranger(), 0.4f);
        var frame = new Frame();
        for (var i = 0; i < 3; i++) Show(frame, photograph: 3, shift: 0);
        for (var i = 0; i < 20; i++) ShowNobody(frame);
        Assert.Equal((1L, 1L, 0L), (_counters.Visits, _counters.Undecided, _counters.Unmatched));
        Assert.True(_path.IsBlank);
    }

    [Fact]
    public void Process_AfterThePurge_KeepsNothingOfTheDeployment()
    {
        var deployment = DeployShowAndPurge();
        ShowNobody(new Frame());

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(deployment.IsAlive);
    }

    [Fact]
    public void Process_WithoutDeployment_LooksAtNothing()
    {
        var frame = new Frame();
        for (var i = 0; i < 5; i++) Show(frame, photograph: 3, shift: 0);
        Assert.Equal((0L, 0L), (_counters.Frames, _counters.Faces));
    }

    [Fact]
    public void Process_DeploymentTakenAwayInMidVisit_ForgetsAtTheNextFrame()
    {
        Deploy(Stranger(), 0.4f);
        var frame = new Frame();
        for (var i = 0; i < 10; i++) Show(frame, photograph: 3, shift: 0);
        Assert.False(_path.IsBlank);
        _slot.Purge(_slot.Current!);
        Show(frame, photograph: 3, shift: 0);
        Assert.True(_path.IsBlank);
    }

    [Fact]
    public void Process_ManyFrames_TakesFewTemplatesAtLeastTwoHundredMillisecondsApart()
    {
        Deploy(Stranger(), 0.4f);
        var frame = new Frame();
        for (var i = 0; i < 60; i++) Show(frame, photograph: 3, shift: i);
        Assert.InRange(_timings.Embed.Count, 2, 60 * 80 / 200);
        Assert.InRange(_timings.Embed.Count, 2, new VisionOptions().TemplatesPerVisit);
    }

    [Fact]
    public void Process_InSteadyState_AllocatesNothing()
    {
        Deploy(Stranger(), 0.99f);
        var frame = new Frame();
        Load(frame, 3);
        var somebody = frame.Span.ToArray();
        Cycle();
        Cycle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 4; i++) Cycle();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        // A whole visit: coming, shots, comparisons, going, overwriting.
        void Cycle()
        {
            somebody.CopyTo(frame.Span);
            for (var i = 0; i < 12; i++) Process(frame);
            frame.Span.Clear();
            for (var i = 0; i < 20; i++) Process(frame);
        }
    }

    [Fact]
    public void Finish_InMidVisit_LeavesNothing()
    {
        Deploy(Stranger(), 0.4f);
        var frame = new Frame();
        for (var i = 0; i < 10; i++) Show(frame, photograph: 3, shift: 0);
        _path.Finish();
        Assert.True(_path.IsBlank);
    }

    [Fact]
    public void Process_AnotherPersonOnTheSameTrack_IsNotAveragedIntoTheFirst()
    {
        // The list holds only the man who comes second; were the first one's shots averaged in, he would score less than alone.
        Deploy(Template(0), 0.4f);
        var frame = new Frame();
        var path = Directory.EnumerateFiles(Path.Combine(TestMedia.MediaDirectory, "material-dashboard", "assets", "img"), "marie.jpg").Single();
        using var other = Photograph.Decode(File.ReadAllBytes(path));
        for (var i = 0; i < 12; i++)
        {
            Copy(other.Image, frame, 0);
            Process(frame);
        }

        Assert.Empty(_findings);
        for (var i = 0; i < 25; i++) Show(frame, photograph: 3, shift: 0);
        Assert.NotEmpty(_findings);
        _path.Finish();
        Assert.Equal((2L, 1L), (_counters.Visits, _counters.Matched));
        Assert.Equal(_counters.Visits, _counters.Matched + _counters.Undecided + _counters.Unmatched);
    }

    public void Dispose() => _path.Dispose();

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference DeployShowAndPurge()
    {
        Deploy(Stranger(), 0.4f);
        Show(new Frame(), photograph: 3, shift: 0);
        var current = _slot.Current!;
        Assert.True(_slot.Purge(current));
        return new WeakReference(current);
    }

    private void Deploy(float[] template, float threshold, float? noDecisionFrom = null)
    {
        using var force = new TestForce { PackDigest = _pack.Digest.ToArray(), TemplateLength = _pack.TemplateLength, Threshold = threshold, NoDecisionFrom = noDecisionFrom };
        force.Entries["p-1"] = template;
        using var signing = P256.CreateKey();
        using var boot = BootKey.Create(TestForce.UnitId, signing);
        var order = force.Verify(force.Desire(boot.Certificate, signing.ExportSubjectPublicKeyInfo()));
        _slot.Promote(new Deployment(order, Guid.NewGuid(), order.NotAfter, Gallery.Build(_pack.TemplateLength, [new GalleryEntry(template)]),
            ["p-1"]));
    }

    private float[] Template(int photograph)
    {
        using var decoded = TestMedia.Photograph(photograph);
        using var models = new FaceModels(_pack);
        var face = Assert.Single(models.Detect(decoded.Image).ToArray());
        models.Prepare(decoded.Image, face);
        return models.Extract().ToArray();
    }

    private float[] Stranger()
    {
        var template = new float[_pack.TemplateLength];
        template[0] = 1;
        return template;
    }

    private void Show(Frame frame, int photograph, int shift)
    {
        Load(frame, photograph, shift);
        Process(frame);
    }

    private void ShowNobody(Frame frame)
    {
        frame.Span.Clear();
        Process(frame);
    }

    private void Process(Frame frame)
    {
        (frame.CapturedAt, frame.Sequence) = (_at += Step, _sequence++);
        _path.Process(frame);
    }

    private static void Load(Frame frame, int photograph, int shift = 0)
    {
        using var decoded = TestMedia.Photograph(photograph);
        Copy(decoded.Image, frame, shift);
    }

    // Moved to the right by some pixels, as somebody who walks.
    private static void Copy(BgrImage image, Frame frame, int shift)
    {
        frame.EnsureSize(image.Width, image.Height);
        frame.Span.Clear();
        for (var y = 0; y < image.Height; y++) image.Row(y)[..((image.Width - shift) * 3)].CopyTo(frame.Span[(y * frame.Stride + shift * 3)..]);
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
