using System.Runtime.CompilerServices;
using Signpost.Edge.Tests.Support;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge.Tests;

/// <summary>Galleries change while the frame path searches.</summary>
public sealed class DeploymentSlotTests : IDisposable
{
    private const int Length = 512, Swaps = 200;

    private readonly VerifiedOrder _order;
    private readonly DeploymentSlot _slot = new();

    public DeploymentSlotTests()
    {
        using var force = new TestForce { TemplateLength = Length };
        force.Entries["p-1"] = [1, .. new float[Length - 1]];
        using var signing = P256.CreateKey();
        using var boot = BootKey.Create(TestForce.UnitId, signing);
        _order = force.Verify(force.Desire(boot.Certificate, signing.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public async Task Promote_DuringSearches_NeverShowsAHalfErasedGallery()
    {
        var template = Enumerable.Range(1, Length).Select(value => (float)value).ToArray();
        _slot.Promote(Deployment(template));
        using var stop = new CancellationTokenSource();
        using var searching = new CountdownEvent(2);
        Task[] searchers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Search(template, searching, stop.Token)))];
        searching.Wait(TestContext.Current.CancellationToken);
        for (var swap = 0; swap < Swaps; swap++) _slot.Promote(Deployment(template));
        await stop.CancelAsync();
        await Task.WhenAll(searchers);
    }

    [Fact]
    public void Promote_WhileTheOldOneIsRented_WaitsForNobodyAndErasesItAtTheLastReturn()
    {
        var template = Enumerable.Range(1, Length).Select(value => (float)value).ToArray();
        _slot.Promote(Deployment(template));
        var rented = _slot.Rent()!;

        // On this very thread: were there a wait for the renter, it would never end.
        _slot.Promote(Deployment(template));

        Assert.NotSame(rented, _slot.Current);
        Assert.Equal(0, rented.Search(template).Index);
        rented.Return();
        Assert.False(rented.TryRent());
        Assert.Throws<ObjectDisposedException>(() => rented.Search(template));
    }

    [Fact]
    public void Return_LastOfAPurgedDeployment_LetsGoOfItsPseudonyms()
    {
        var pseudonym = Promote();
        var rented = _slot.Rent()!;
        Assert.True(_slot.Purge(rented));
        Assert.True(Names(rented, "p-2"));

        rented.Return();
        GC.Collect();
        Assert.False(pseudonym.IsAlive);
        Assert.Equal(1, rented.Entries);
        Assert.Throws<IndexOutOfRangeException>(() => rented.Reference(0));
    }

    // Each of its own, so that nothing on the test's stack holds the pseudonym.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Names(Deployment deployment, string pseudonym) => deployment.Reference(0) == pseudonym;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Promote()
    {
        var template = Enumerable.Range(1, Length).Select(value => (float)value).ToArray();
        string pseudonym = new(['p', '-', '2']);
        _slot.Promote(Deployment(template, pseudonym));
        return new WeakReference(pseudonym);
    }

    private void Search(float[] template, CountdownEvent searching, CancellationToken stop)
    {
        for (var first = true; first || !stop.IsCancellationRequested; first = false)
        {
            try
            {
                var deployment = _slot.Rent()!;
                var match = deployment.Search(template);
                deployment.Return();
                Assert.Equal((0, 1f), (match.Index, MathF.Round(match.Score, 5)));
            }
            finally
            {
                if (first) searching.Signal();
            }
        }
    }

    private Deployment Deployment(float[] template, string pseudonym = "p-1") =>
        new(_order, Guid.NewGuid(), _order.NotAfter, Gallery.Build(Length, [new GalleryEntry(template)]), [pseudonym]);

    public void Dispose()
    {
        if (_slot.Current is { } current) _slot.Purge(current);
    }
}
