using Signpost.Contracts.V1;
using Signpost.Edge.Tests.Support;
using Signpost.Edge.Watchlists;

namespace Signpost.Edge.Tests.Watchlists;

/// <summary>A new list is taken while another is in force, and it all ends at one file call: at every one, in turn, of store, ledger and receipts. What is found afterwards is
/// the old list or the new one or none, never a mixture; and the new one is taken as soon as it is desired again.</summary>
public sealed class ListKillTests(ITestOutputHelper output) : IDisposable
{
    private readonly ListStage _stage = new(entries: 6, changed: 2, templateLength: 8);

    public static MatrixTheoryData<Way, Ending> Cases() => new(Enum.GetValues<Way>(), Enum.GetValues<Ending>());

    /// <summary>How the new list comes.</summary>
    public enum Way
    {
        Fetched,
        Resumed,
        ByDelta,
        ByHand,
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Take_EndedAtEveryFileCallInTurn_LeavesOneListOrNone(Way way, Ending ending)
    {
        var calls = new List<string>();
        while (await EndAsync(way, ending, calls.Count + 1) is { } call) calls.Add(call);
        output.WriteLine($"{calls.Count} calls: {string.Join(" · ", calls)}");

        // The ledger, the receipts and the store were all reached, and what makes them durable.
        foreach (var expected in new[] { "write to", "flush", "move", "delete", "flush directory", "read of" }) Assert.Contains(calls, call => call.StartsWith(expected, StringComparison.Ordinal));
        foreach (var expected in new[] { "authority.json", ".held", ".receipt", ".bundle" }) Assert.Contains(calls, call => call.Contains(expected, StringComparison.Ordinal));
        Assert.InRange(calls.Count, 30, 500);
    }

    [Theory]
    [InlineData(Ending.Killed)]
    [InlineData(Ending.PowerCut)]
    [InlineData(Ending.Refused)]
    public async Task Import_EndedAtEveryFileCallInTurn_LeavesTheWholeBundleOrNothingThatCounts(Ending ending)
    {
        for (var call = 1; ; call++)
        {
            _stage.Clear();
            var server = new TestBundleServer(_stage.Force, pieceLength: 50);
            var unit = _stage.Start(server);
            Assert.Null(await unit.TakeAsync(_stage.Old));
            var files = new DyingFiles();
            files.EndAt(call, ending);
            var refused = Record.Exception(() => new BundleImport(_stage.Bundles, files).Take(_stage.NewFile()));
            if (files.EndedAt is null) break;
            Assert.NotNull(refused);
            if (ending == Ending.PowerCut) files.LoseWhatWasNotFlushed();
            Assert.Equal("old", _stage.InForce(unit.Slot));
            Assert.Null(await unit.TakeAsync(_stage.New));
            Assert.Equal("new", _stage.InForce(unit.Slot));

            // And again, over whatever is left.
            Assert.True(new BundleImport(_stage.Bundles).Take(_stage.NewFile()).IsAccepted);
        }
    }

    public void Dispose() => _stage.Dispose();

    // The call at which it ended, or null when it came to its end.
    private async Task<string?> EndAsync(Way way, Ending ending, int call)
    {
        _stage.Clear();
        var server = new TestBundleServer(_stage.Force, pieceLength: 50) { HasDeltas = way == Way.ByDelta };
        var files = new DyingFiles();
        var unit = _stage.Start(server, files);
        Assert.Null(await unit.TakeAsync(_stage.Old));
        await PrepareAsync(way, server, unit);
        files.EndAt(call, ending);
        var ended = await Record.ExceptionAsync(() => unit.TakeAsync(_stage.New));
        if (files.EndedAt is not { } at)
        {
            Assert.Null(ended);
            Assert.Equal("new", _stage.InForce(unit.Slot));
            Assert.Equal((way switch { Way.Fetched => 2, Way.Resumed => 3, _ => 1 }, way == Way.ByDelta ? 1 : 0), (server.Offsets.Count, server.Deltas.Count));
            return null;
        }

        // A disk that refuses leaves the program where it was; it can also be one of the calls that nothing hangs on.
        var wasInForce = _stage.InForce(unit.Slot);
        if (ending == Ending.Refused) Assert.Contains(_stage.InForce(unit.Slot), (string[])["old", "new"]);
        if (ending == Ending.PowerCut) files.LoseWhatWasNotFlushed();
        server.IsBlocked = false;
        if (ending != Ending.Refused) unit = await RestartAsync(server, wasInForce, desiresOld: ending == Ending.Killed);
        Assert.Null(await unit.TakeAsync(_stage.New));
        Assert.Equal(("new", 2ul), (_stage.InForce(unit.Slot), unit.Ledger.WatchlistVersion(ListStage.List)));
        Assert.Equal($"{ListStage.NewId:N}.bundle", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(_stage.Bundles))));
        Assert.Equal(RefusalReason.OlderWatchlist, (await _stage.Start(server).TakeAsync(_stage.Old))?.Reason);
        return at;
    }

    private async Task PrepareAsync(Way way, TestBundleServer server, ListStage.Running unit)
    {
        if (way == Way.Resumed)
        {
            server.CutAt = 100;
            await Assert.ThrowsAsync<IOException>(() => unit.TakeAsync(_stage.New));
            server.CutAt = long.MaxValue;
        }
        else if (way == Way.ByHand)
        {
            Assert.True(new BundleImport(_stage.Bundles).Take(_stage.NewFile()).IsAccepted);
            server.IsBlocked = true;
        }
    }

    // Everything anew from the disk. Which lists were ever searched is known there. A control plane that still desires the old list is believed or not, by the ledger; by nothing else. That
    // clears away what had come of the new one: so the power cut, which spoils it, is met without.
    private async Task<ListStage.Running> RestartAsync(TestBundleServer server, string wasInForce, bool desiresOld)
    {
        var vouched = Directory.GetFiles(_stage.Folder.File("receipts")).Where(path => path.EndsWith(".held", StringComparison.Ordinal) || path.EndsWith(".receipt", StringComparison.Ordinal)).ToArray();
        Assert.Contains(vouched, path => path.Contains($"{ListStage.OldId:N}", StringComparison.Ordinal));
        if (wasInForce == "new") Assert.Contains(vouched, path => path.Contains($"{ListStage.NewId:N}", StringComparison.Ordinal));
        var unit = _stage.Start(server);
        var taken = unit.Ledger.WatchlistVersion(ListStage.List);
        Assert.InRange(taken, wasInForce == "new" ? 2ul : 1ul, 2ul);
        Assert.Equal("none", _stage.InForce(unit.Slot));
        if (!desiresOld) return unit;
        var refusal = await unit.TakeAsync(_stage.Old);
        Assert.Equal(taken == 1 ? null : RefusalReason.OlderWatchlist, refusal?.Reason);
        Assert.Equal(taken == 1 ? "old" : "none", _stage.InForce(unit.Slot));
        return unit;
    }
}
