using Signpost.Contracts.V1;
using Signpost.Edge.Tests.Support;
using Signpost.Edge.Watchlists;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Watchlists;

/// <summary>The ways on which a list's ciphertext comes to a unit: five chunks of it.</summary>
public sealed class BundleStoreTests : IDisposable
{
    private const int Chunk = BundleRules.SealedChunkLength;

    private readonly ListStage _stage = new(entries: 500, changed: 5, templateLength: 256);
    private readonly TestBundleServer _server;

    public BundleStoreTests() => _server = new TestBundleServer(_stage.Force, pieceLength: 20_000);

    private long Length => _stage.Force.Bundles[ListStage.NewId].Ciphertext.Length;

    [Fact]
    public async Task Fetch_LineCutAtEveryBoundaryAndInsideEveryChunk_GoesOnBehindTheLastWholeChunk()
    {
        Assert.InRange(Length, (4 * Chunk) + 1, 5 * Chunk);
        foreach (var cut in Enumerable.Range(0, 5).SelectMany(chunk => new long[] { chunk * Chunk, (chunk * Chunk) + 1, (chunk * Chunk) + (Chunk / 2), ((chunk + 1) * Chunk) - 1 }).Where(cut => cut < Length))
        {
            _stage.Clear();
            _server.Offsets.Clear();
            var unit = _stage.Start(_server);
            _server.CutAt = cut;
            await Assert.ThrowsAsync<IOException>(() => unit.TakeAsync(_stage.New));
            Assert.Equal("none", _stage.InForce(unit.Slot));
            _server.CutAt = long.MaxValue;
            unit = _stage.Start(_server);
            Assert.Null(await unit.TakeAsync(_stage.New));
            Assert.Equal("new", _stage.InForce(unit.Slot));
            Assert.Equal([0, cut / Chunk * Chunk], _server.Offsets);
        }
    }

    [Fact]
    public async Task Fetch_OtherBytesAfterTheCut_AreNoticedAndTheWholeIsFetchedAgain()
    {
        var unit = _stage.Start(_server);
        _server.CutAt = 2 * Chunk;
        await Assert.ThrowsAsync<IOException>(() => unit.TakeAsync(_stage.New));
        _server.CutAt = long.MaxValue;
        var spoilt = 0;
        _server.Alter = bytes => bytes[(3 * Chunk) + 7] ^= (byte)(spoilt++ == 0 ? 1 : 0);
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal([0, 2 * Chunk, 0], _server.Offsets);
    }

    [Fact]
    public async Task Fetch_OtherBytesFromTheStart_AreRefusedAndNotKept()
    {
        var unit = _stage.Start(_server);
        _server.Alter = bytes => bytes[5] ^= 1;
        Assert.Equal(RefusalReason.ContentAltered, (await unit.TakeAsync(_stage.New))?.Reason);
        Assert.Empty(Directory.EnumerateFiles(_stage.Bundles));
        Assert.Equal([0], _server.Offsets);
    }

    [Fact]
    public async Task Fetch_MoreBytesThanWereSigned_AreRefused()
    {
        var unit = _stage.Start(new Endless());
        Assert.Equal(RefusalReason.ContentAltered, (await unit.TakeAsync(_stage.New))?.Reason);
        Assert.Empty(Directory.EnumerateFiles(_stage.Bundles));
    }

    [Fact]
    public async Task Delta_OfTheListInForce_MakesTheNextOneWithoutFetchingIt()
    {
        _server.HasDeltas = true;
        var unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.Old));
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal("new", _stage.InForce(unit.Slot));
        Assert.Equal([0], _server.Offsets);
        Assert.InRange(Assert.Single(_server.Deltas), 1, Length / 50);
        Assert.Equal(_stage.Force.Bundles[ListStage.NewId].Ciphertext.ToArray(), await File.ReadAllBytesAsync(Assert.Single(Directory.EnumerateFiles(_stage.Bundles)), TestContext.Current.CancellationToken));

        // The key went with the boot; the ciphertext did not.
        unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal([0], _server.Offsets);
    }

    [Fact]
    public async Task Delta_WithEntriesOfTheBaseWithdrawn_StillMakesTheNextOne()
    {
        _server.HasDeltas = true;
        var unit = _stage.Start(_server);
        var withdrawn = _stage.Old.Clone();
        withdrawn.Withdrawn.Add("p-100");
        Assert.Null(await unit.TakeAsync(withdrawn));
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal("new", _stage.InForce(unit.Slot));
        Assert.Single(_server.Deltas);
    }

    [Fact]
    public async Task Delta_AfterARestart_IsNotAskedForBecauseTheBasesKeyIsGone()
    {
        _server.HasDeltas = true;
        Assert.Null(await _stage.Start(_server).TakeAsync(_stage.Old));
        Assert.Null(await _stage.Start(_server).TakeAsync(_stage.New));
        Assert.Empty(_server.Deltas);
        Assert.Equal([0, 0], _server.Offsets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200)]
    public async Task Delta_Altered_CostsTheWholeFetchAndNothingElse(int at)
    {
        _server.HasDeltas = true;
        _server.AlterDelta = delta => delta[at] ^= 1;
        var unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.Old));
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal("new", _stage.InForce(unit.Slot));
        Assert.Equal([0, 0], _server.Offsets);
        Assert.Single(Directory.EnumerateFiles(_stage.Bundles));
    }

    [Fact]
    public async Task Delta_BasesCiphertextDamagedOnTheDisk_CostsTheWholeFetch()
    {
        _server.HasDeltas = true;
        var unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.Old));
        var path = Assert.Single(Directory.EnumerateFiles(_stage.Bundles));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal("new", _stage.InForce(unit.Slot));
    }

    [Fact]
    public async Task Delta_ListForgottenMeanwhile_LeavesNoKeyToMakeItWith()
    {
        var unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.Old));
        var deployment = unit.Slot.Current!;
        HeldBundle? seen = null;
        Assert.True(deployment.TryLendBundle(held => seen = held));
        unit.Slot.Purge(deployment);
        Assert.Throws<ObjectDisposedException>(() => seen!.Key.Bytes.Length);
        Assert.False(deployment.TryLendBundle(_ => Assert.Fail("lent")));
    }

    [Fact]
    public async Task Import_LineBlocked_IsWhatTheUnitTakes()
    {
        _server.IsBlocked = true;
        var unit = _stage.Start(_server);
        await Assert.ThrowsAsync<IOException>(() => unit.TakeAsync(_stage.New));
        Assert.True(new BundleImport(_stage.Bundles).Take(_stage.NewFile()).IsAccepted);
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal("new", _stage.InForce(unit.Slot));
        Assert.EndsWith(".bundle", Assert.Single(Directory.EnumerateFiles(_stage.Bundles)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_BeforeItsOrderAndWhileAnotherRunsAndEnds_IsStillThere()
    {
        Assert.True(new BundleImport(_stage.Bundles).Take(_stage.NewFile()).IsAccepted);
        var unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.Old));
        Assert.Null(await unit.TakeAsync(new Desired { Version = 2 }));
        _server.IsBlocked = true;
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal("new", _stage.InForce(unit.Slot));
    }

    [Fact]
    public async Task Import_WhileItIsBeingFetched_EndsTheFetch()
    {
        var pieces = 0;
        _server.BeforePiece = () =>
        {
            if (++pieces == 3) Assert.True(new BundleImport(_stage.Bundles).Take(_stage.NewFile()).IsAccepted);
        };
        var unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal(3, pieces);
        Assert.Equal("new", _stage.InForce(unit.Slot));
    }

    [Fact]
    public async Task Import_OfAnotherCiphertextUnderThisName_IsDeletedAndTheRightOneFetched()
    {
        Directory.CreateDirectory(_stage.Bundles);
        await File.WriteAllBytesAsync(Path.Combine(_stage.Bundles, $"{ListStage.NewId:N}.imported"), _stage.Force.Bundles[ListStage.OldId].Ciphertext, TestContext.Current.CancellationToken);
        var unit = _stage.Start(_server);
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal("new", _stage.InForce(unit.Slot));
        Assert.Single(Directory.EnumerateFiles(_stage.Bundles));
    }

    [Fact]
    public void Import_BadFile_IsRefusedAndTheGoodOneThatWaitsStays()
    {
        var import = new BundleImport(_stage.Bundles);
        Assert.True(import.Take(_stage.NewFile()).IsAccepted);
        var before = File.ReadAllBytes(Assert.Single(Directory.EnumerateFiles(_stage.Bundles)));
        var bad = _stage.NewFile().ToArray();
        bad[^1] ^= 1;
        Assert.Equal(RefusalReason.ContentAltered, import.Take(new MemoryStream(bad)).Refusal?.Reason);
        Assert.Equal(RefusalReason.Malformed, import.Take(new MemoryStream("holiday pictures"u8.ToArray())).Refusal?.Reason);
        Assert.Equal(before, File.ReadAllBytes(Assert.Single(Directory.EnumerateFiles(_stage.Bundles))));
    }

    [Fact]
    public void Import_MoreThanMayWait_LetsGoOfTheEarliest()
    {
        Directory.CreateDirectory(_stage.Bundles);
        for (var i = 0; i < BundleImport.MostWaiting; i++)
        {
            var path = Path.Combine(_stage.Bundles, $"{i:x32}.imported");
            File.WriteAllBytes(path, [1]);
            File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, i, 0, DateTimeKind.Utc));
        }

        Assert.True(new BundleImport(_stage.Bundles).Take(_stage.NewFile()).IsAccepted);
        var names = Directory.EnumerateFiles(_stage.Bundles).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(BundleImport.MostWaiting, names.Length);
        Assert.DoesNotContain($"{0:x32}", names);
        Assert.Contains($"{ListStage.NewId:N}", names);
    }

    public void Dispose() => _stage.Dispose();

    private sealed class Endless : IBundleSource
    {
        public async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> FetchAsync(Guid bundleId, long offset, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            for (; ; offset += 10_000) yield return (offset, new byte[10_000]);
        }

        public Task<ReadOnlyMemory<byte>?> FetchDeltaAsync(Guid bundleId, Guid baseId, long longest, CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>?>(null);
    }
}
