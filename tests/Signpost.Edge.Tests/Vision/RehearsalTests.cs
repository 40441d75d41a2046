using System.Reflection;
using System.Runtime;
using System.Runtime.Loader;
using Signpost.Edge.Tests.Support;
using Signpost.Edge.Vision;
using Signpost.Hardware;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Vision;

public sealed class RehearsalTests
{
    // About 150 methods are compiled all the same, most of them the match event's own; without a rehearsal it is twice as many, and the slower ones.
    private const int Most = 220;

    [Fact]
    public void FramePath_FirstFacesAndFirstMatch_FindMostOfTheirCodeCompiled()
    {
        // Every other test compiles as well: only in a context of its own is Signpost's code new.
        var fresh = new FreshContext().LoadFromAssemblyPath(typeof(RehearsalTests).Assembly.Location);
        var walk = fresh.GetType(typeof(RehearsalTests).FullName!)!.GetMethod(nameof(CompiledForAMatch), BindingFlags.NonPublic | BindingFlags.Static)!;
        var compiled = (long)walk.Invoke(null, null)!;
        Assert.InRange(compiled, 0, Most);
    }

    /// <summary>Methods that this thread compiles from the first frame to the first match.</summary>
    private static long CompiledForAMatch()
    {
        var (pack, slot, sink) = (TestMedia.Pack(), new DeploymentSlot(), new Sink());
        using var path = new FramePath(pack, slot, sink, new VisionOptions(), new UnitCounters(), new StageTimings(), TimeProvider.System);
        using var photograph = TestMedia.Photograph(3);
        slot.Promote(Listing(pack, photograph));
        Assert.True(SearchSelfTest.Run().Passed);
        var frame = new Frame();
        frame.EnsureSize(photograph.Width, photograph.Height);
        for (var y = 0; y < photograph.Height; y++) photograph.Image.Row(y)[..frame.Stride].CopyTo(frame.Span[(y * frame.Stride)..]);

        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        for (var number = 0; number < 20 && sink.Findings == 0; number++)
        {
            (frame.Sequence, frame.CapturedAt) = (number, DateTimeOffset.UnixEpoch.AddMilliseconds(80 * number));
            path.Process(frame);
        }

        Assert.Equal(1, sink.Findings);
        return JitInfo.GetCompiledMethodCount(currentThread: true) - before;
    }

    private static Deployment Listing(ModelPack pack, DecodedPhotograph photograph)
    {
        using var models = new FaceModels(pack);
        models.Prepare(photograph.Image, models.Detect(photograph.Image)[0]);
        var template = models.Extract().ToArray();
        using var force = new TestForce { PackDigest = pack.Digest.ToArray(), TemplateLength = pack.TemplateLength };
        force.Entries["p-1"] = template;
        using var signing = P256.CreateKey();
        using var boot = BootKey.Create(TestForce.UnitId, signing);
        var order = force.Verify(force.Desire(boot.Certificate, signing.ExportSubjectPublicKeyInfo()));
        return new Deployment(order, Guid.NewGuid(), order.NotAfter, Gallery.Build(pack.TemplateLength, [new GalleryEntry(template)]), ["p-1"]);
    }

    private sealed class Sink : IMatchSink
    {
        public int Findings { get; private set; }

        public bool TryAccept(MatchFinding finding)
        {
            Findings++;
            return true;
        }
    }

    private sealed class FreshContext() : AssemblyLoadContext("fresh")
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name!.StartsWith("Signpost.", StringComparison.Ordinal) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")) : null;
    }
}
