using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Contracts.V1;
using Signpost.Edge.Watchlists;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Support;

/// <summary>Two versions of a list and the orders they serve, and a unit's disk on which one follows the other.</summary>
internal sealed class ListStage : IDisposable
{
    public const string List = "list-1";
    private readonly ECDsa _signingKey = P256.CreateKey();
    private readonly BootKey _bootKey;

    /// <param name="entries">Of both versions: 'old-i' where they differ, 'new-i' in their place, 'p-i' in both.</param>
    /// <param name="changed">Entries that differ.</param>
    /// <param name="templateLength">Values in a template.</param>
    public ListStage(int entries, int changed, int templateLength)
    {
        Force = new TestForce { TemplateLength = templateLength };
        _bootKey = BootKey.Create(TestForce.UnitId, _signingKey);
        Old = Desire(1, i => i < changed ? $"old-{i}" : $"p-{i}", entries);
        New = Desire(2, i => i < changed ? $"new-{i}" : $"p-{i}", entries);
    }

    public TestForce Force { get; }

    public TestFolder Folder { get; private set; } = new();

    public Desired Old { get; }

    public Desired New { get; }

    public static Guid OldId => new(1, 0, 0, new byte[8]);

    public static Guid NewId => new(2, 0, 0, new byte[8]);

    public string Bundles => Folder.File(BundleStore.Folder);

    /// <summary>An empty disk.</summary>
    public void Clear()
    {
        Folder.Dispose();
        Folder = new TestFolder();
    }

    /// <summary>The new list's bundle as a file.</summary>
    public MemoryStream NewFile()
    {
        var file = new MemoryStream();
        BundleFile.Write(file, New.BundleHeader.Span, Force.Bundles[NewId].Ciphertext.Span);
        file.Position = 0;
        return file;
    }

    /// <summary>A unit as after a start: nothing in memory.</summary>
    public Running Start(IBundleSource source, FileCalls? files = null)
    {
        var (slot, ledger) = (new DeploymentSlot(), AuthorityLedger.Open(Folder.File("authority.json"), files));
        var book = new ReceiptBook(
            Folder.File("receipts"), TestForce.UnitId, _signingKey, _bootKey.Certificate.PublicKey.Span, () => Force.Now, NullLogger<ReceiptBook>.Instance, files);
        var facts = new UnitFacts(TestForce.UnitId, Force.RootPublicKey, Force.PackDigest, Force.TemplateLength, TestForce.Position, () => [TestForce.Camera]);
        return new Running(
            slot, ledger, book,
            new DeploymentLoader(facts, _bootKey, slot, ledger, new BundleStore(Bundles, source, files), book, () => Force.Now, NullLogger<DeploymentLoader>.Instance));
    }

    public void Dispose()
    {
        _bootKey.Dispose();
        _signingKey.Dispose();
        Force.Dispose();
        Folder.Dispose();
    }

    private Desired Desire(int version, Func<int, string> name, int entries)
    {
        Force.Entries.Clear();
        for (var i = 0; i < entries; i++) Force.Entries[name(i)] = Template(name(i));
        (Force.BundleId, Force.WatchlistVersion) = (new Guid(version, 0, 0, new byte[8]), (ulong)version);
        return Force.Desire(_bootKey.Certificate, _signingKey.ExportSubjectPublicKeyInfo(), (ulong)version);
    }

    private float[] Template(string reference)
    {
        var random = new Random(BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(reference))));
        var values = Enumerable.Range(0, Force.TemplateLength).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var norm = MathF.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / norm)];
    }

    /// <summary>A unit's memory.</summary>
    internal sealed record Running(DeploymentSlot Slot, AuthorityLedger Ledger, ReceiptBook Book, DeploymentLoader Loader)
    {
        public async Task<Refusal?> TakeAsync(Desired desired)
        {
            try
            {
                return await Loader.TakeAsync(desired, CancellationToken.None);
            }
            finally
            {
                await Book.FlushAsync().ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Which list a unit searches: 'old', 'new' or 'none'; every entry is looked for, and a mixture fails.</summary>
    public string InForce(DeploymentSlot slot)
    {
        if (slot.Rent() is not { } deployment) return "none";
        try
        {
            if (!deployment.HasWatchlist) return "none";
            var references = Enumerable.Range(0, deployment.Entries).Select(deployment.Reference).ToArray();
            foreach (var (index, reference) in references.Index())
            {
                var match = deployment.Search(Template(reference));
                Assert.Equal(index, match.Index);
                Assert.True(match.Score > 0.99f);
            }

            var old = references.Count(reference => reference.StartsWith("old", StringComparison.Ordinal));
            var fresh = references.Count(reference => reference.StartsWith("new", StringComparison.Ordinal));
            Assert.True(old == 0 ^ fresh == 0, "two lists in one");
            Assert.Equal(old > 0 ? OldId : NewId, deployment.BundleId);
            return old > 0 ? "old" : "new";
        }
        finally
        {
            deployment.Return();
        }
    }
}
