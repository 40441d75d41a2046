using Signpost.Benchmarks.Stages;
using Signpost.Edge;
using Signpost.Edge.Tests.Support;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Benchmarks.Frames;

/// <summary>A signed order over a watchlist of 1,000 random templates: everybody is compared, nobody matches.</summary>
internal static class QuietDeployment
{
    private const int Entries = 1000;

    /// <summary>Puts it in force.</summary>
    public static void Promote(DeploymentSlot slot, ModelPack pack)
    {
        using var force = new TestForce { PackDigest = pack.Digest.ToArray(), TemplateLength = pack.TemplateLength, Threshold = 0.99f };
        var only = new float[pack.TemplateLength];
        only[0] = 1;
        force.Entries["p-1"] = only;
        using var signing = P256.CreateKey();
        using var boot = BootKey.Create(TestForce.UnitId, signing);
        var order = force.Verify(force.Desire(boot.Certificate, signing.ExportSubjectPublicKeyInfo()));
        var references = Enumerable.Range(0, Entries).Select(entry => $"p-{entry}").ToArray();
        slot.Promote(new Deployment(order, Guid.Empty, order.NotAfter, Galleries.Random(pack.TemplateLength, Entries), references));
    }
}

/// <summary>Where a match would go.</summary>
internal sealed class NoMatches : IMatchSink
{
    public bool TryAccept(MatchFinding finding) => throw new InvalidOperationException("A random template matched at 0.99.");
}
