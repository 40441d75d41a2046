using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Tests.Support;

namespace Signpost.ControlPlane.Tests.Watchlists;

public sealed class SqliteWatchlistDeletionTests(SqliteServer server) : WatchlistDeletionTests(server)
{
    private protected override async Task<IReadOnlyList<byte[]>> OnDiskAsync(TestPlane plane)
    {
        var file = new SqliteConnectionStringBuilder(plane.Database).DataSource;
        await Task.CompletedTask;
        return [.. new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists).Select(Read)];
    }
}

public sealed class PostgresWatchlistDeletionTests(PostgresServer server) : WatchlistDeletionTests(server)
{
    private protected override async Task<IReadOnlyList<byte[]>> OnDiskAsync(TestPlane plane)
    {
        await using var connection = new NpgsqlConnection(plane.Database);
        await connection.OpenAsync();
        await using var checkpoint = new NpgsqlCommand("CHECKPOINT", connection);
        await checkpoint.ExecuteNonQueryAsync();
        await using var where = new NpgsqlCommand("SHOW data_directory", connection);
        var folder = (string)(await where.ExecuteScalarAsync())!;
        await using var oid = new NpgsqlCommand("SELECT oid::text FROM pg_database WHERE datname = current_database()", connection);
        var database = Path.Combine(folder, "base", (string)(await oid.ExecuteScalarAsync())!);
        return [.. Directory.EnumerateFiles(database).Concat(Directory.EnumerateFiles(Path.Combine(folder, "pg_wal"))).Select(Read)];
    }
}

public abstract class WatchlistDeletionTests(IDatabaseServer server) : StorageSuite(server)
{
    private const string Name = "Anna Annagramma Musterfrau";
    private const string Reason = "Planted reason for a planted person";
    private const string Source = "Planted custody suite";
    private const string Under18 = "Planted sixteenth birthday";
    private const string Note = "Planted note by an operator";

    /// <summary>Bytes of every file that the database keeps, its journal's with them.</summary>
    private protected abstract Task<IReadOnlyList<byte[]>> OnDiskAsync(TestPlane plane);

    [Fact]
    public async Task Disk_BeforeAndAfterDeletion_ShowsNothingReadable()
    {
        await using var plane = await StartAsync();
        var photo = Encoding.ASCII.GetBytes($"planted photograph {new string('p', 9000)}");
        var list = (await plane.Watchlists.CreateAsync(plane.Author, new("Volunteers"))).Ok();
        var entry = (await plane.Watchlists.AddEntryAsync(
            plane.Author, list.Id, plane.Entry(Name) with { Reason = Reason, ImageSource = Source, Under18Reason = Under18 }, photo)).Ok();
        var unit = await plane.EnrolAsync();
        var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list.Id, unit.Id))).Ok();
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Ok();
        (await plane.SignAsync(plane.Senior, drafted.Id, TestForce.SeniorId, plane.Force.SeniorKey)).Ok();
        var outbox = await plane.OutboxAsync(unit, drafted.Id, entry.Reference);
        await plane.Ingest.IngestAsync([outbox.Message(1, Guid.NewGuid())], default);
        var alert = Assert.Single((await plane.Alerts.ListAsync(plane.Operator, 0, 10)).Ok());
        Assert.Equal(Note, (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Confirm, Note, null)).Ok().Decision!.Reason);
        Assert.Equal((Name, Reason), (alert.DisplayName, alert.EntryReason));
        Assert.Equal(TestOutbox.Probe, (await plane.Alerts.ProbeAsync(plane.Operator, alert.Id)).Ok().Bytes);

        var template = System.Runtime.InteropServices.MemoryMarshal.AsBytes(StandInGate.Of(Encoding.Latin1.GetString(photo)).AsSpan()).ToArray();
        (string What, byte[] Bytes)[] planted =
        [
            ("name", Encoding.UTF8.GetBytes(Name)), ("reason", Encoding.UTF8.GetBytes(Reason)), ("source", Encoding.UTF8.GetBytes(Source)), ("under 18", Encoding.UTF8.GetBytes(Under18)),
            ("note", Encoding.UTF8.GetBytes(Note)), ("photograph", "planted photograph"u8.ToArray()), ("crop", "crop of planted"u8.ToArray()), ("template", template[64..80]),
            ("probe", TestOutbox.Probe[..32]), ("probe's end", TestOutbox.Probe[^48..]),
        ];
        await AssertNothingAsync(plane, planted);
        // The search finds what is there.
        var there = await OnDiskAsync(plane);
        Assert.Contains(there, x => x.AsSpan().IndexOf(Encoding.UTF8.GetBytes(entry.Reference)) >= 0);

        (await plane.Deployments.EndAsync(plane.Officer, drafted.Id, "Over")).Ok();
        (await plane.Watchlists.DeleteAsync(plane.Author, list.Id)).Refused("watchlist.alerts-kept");
        plane.Time.Advance(TimeSpan.FromHours(25));
        (await plane.Watchlists.DeleteAsync(plane.Author, list.Id)).Ok();
        await AssertNothingAsync(plane, planted);
        Assert.Equal((0, 0, 0, 0, 0), await plane.QueryAsync(async db => (
            await db.Entries.CountAsync(), await db.EntryImages.CountAsync(), await db.Alerts.CountAsync(), await db.Probes.CountAsync(), await db.Secrets.CountAsync())));
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.WatchlistDeleted)));
        Assert.Equal("deleted", Assert.Single((await plane.Deployments.ListAsync(plane.Author)).Ok()).WatchlistName);
        (await plane.Watchlists.GetAsync(plane.Author, list.Id)).Refused("watchlist.not-found");
        (await plane.Watchlists.EntriesAsync(plane.Author, list.Id)).Refused("watchlist.not-found");
        (await plane.Watchlists.LintAsync(plane.Author, list.Id)).Refused("watchlist.not-found");
        (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry("One"), "x"u8.ToArray())).Refused("watchlist.not-found");
        (await plane.Watchlists.DeleteAsync(plane.Author, list.Id)).Refused("watchlist.not-found");
    }

    [Fact]
    public async Task Delete_WhileAnOrderUsesIt_OrByAnotherRole_IsRefused()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        (await plane.Watchlists.DeleteAsync(plane.Officer, drafted.WatchlistId)).Refused("staff.forbidden");
        (await plane.Watchlists.DeleteAsync(plane.Author, drafted.WatchlistId)).Refused("watchlist.in-use");
        (await plane.Deployments.EndAsync(plane.Author, drafted.Id, "Withdrawn")).Ok();
        (await plane.Watchlists.DeleteAsync(plane.Author, drafted.WatchlistId)).Ok();
    }

    [Fact]
    public async Task Delete_SurvivorsOpen_AndNoCopyFromBeforeDoesWithTheNewKeys_NorTheNewWithTheOld()
    {
        await using var plane = await StartAsync();
        var (gone, _) = await plane.WatchlistAsync();
        var (stays, entry) = await plane.WatchlistAsync();
        var oldKeys = plane.KeyFile + ".old";
        File.Copy(plane.KeyFile, oldKeys);
        var oldRows = await plane.QueryAsync(db => db.DataKeys.AsNoTracking().ToListAsync());
        (await plane.Watchlists.DeleteAsync(plane.Author, gone)).Ok();

        Assert.Equal(entry.DisplayName, Assert.Single((await plane.Watchlists.EntriesAsync(plane.Author, stays)).Ok()).DisplayName);
        Assert.NotEmpty((await plane.Watchlists.PictureAsync(plane.Author, entry.Id)).Ok().Bytes);
        var newRow = Assert.Single(await plane.QueryAsync(db => db.DataKeys.AsNoTracking().ToListAsync()));
        Assert.Equal(stays, newRow.Id);
        Assert.Equal(newRow.MasterId, Assert.Single(plane.Get<IKeyStore>().Masters));
        Assert.Equal(newRow.MasterId, await plane.QueryAsync(db => db.MasterKeys.Select(x => x.Id).SingleAsync()));
        using (var old = FileKeyStore.Open(oldKeys, plane.Time))
            Assert.Throws<MasterGoneException>(() => old.Unwrap(newRow.MasterId, newRow.Wrapped, Encoding.UTF8.GetBytes($"watchlist {newRow.Id}")));
        foreach (var row in oldRows)
            Assert.Throws<MasterGoneException>(() => plane.Get<IKeyStore>().Unwrap(row.MasterId, row.Wrapped, Encoding.UTF8.GetBytes($"watchlist {row.Id}")));
    }

    [Fact]
    public async Task Delete_PowerCutAtAnyStepOfDatabaseOrKeyStore_LosesNoSurvivorAndEndsWithOneMaster()
    {
        FaultyKeyStore faulty = null!;
        var folder = Directory.CreateTempSubdirectory("signpost-rotation-");
        var file = Path.Combine(folder.FullName, "masters.json");
        await using var plane = await StartAsync(keyStore: time => faulty = new FaultyKeyStore(() => FileKeyStore.Open(file, time)));
        var (stays, entry) = await plane.WatchlistAsync();
        var (gone, _) = await plane.WatchlistAsync();
        var databaseSteps = 0;
        for (var inDatabase = true; ; inDatabase = false)
        {
            for (var step = 1; ; step++)
            {
                if (inDatabase) plane.Storage.BlowAt(step);
                else faulty.BlowAt(step);
                var failure = await Record.ExceptionAsync(() => plane.Watchlists.DeleteAsync(plane.Author, gone));
                var blown = plane.Storage.HasBlown || faulty.HasBlown;
                plane.Storage.BlowAt(0);
                faulty.BlowAt(0);

                // The next start.
                faulty.Restart();
                await using (var db = await plane.DbAsync()) await plane.Get<DataKeys>().TidyAsync(db, default);
                Assert.Equal(entry.DisplayName, Assert.Single((await plane.Watchlists.EntriesAsync(plane.Author, stays)).Ok()).DisplayName);
                var inUse = await plane.QueryAsync(db => db.MasterKeys.Select(x => x.Id).SingleAsync());
                // Older ones are gone; a newer one wraps nothing, and goes with the next rotation.
                Assert.Equal(inUse, plane.Get<IKeyStore>().Masters[0]);
                var isGone = (await plane.Watchlists.GetAsync(plane.Author, gone)).Problem is not null;
                if (failure is null) Assert.True(isGone);
                if (!isGone) Assert.Single((await plane.Watchlists.EntriesAsync(plane.Author, gone)).Ok());
                else (gone, _) = await plane.WatchlistAsync();
                if (blown) continue;
                Assert.Single(plane.Get<IKeyStore>().Masters);
                Assert.True(step > 3, $"the fuse blew {step - 1} times");
                databaseSteps = step;
                break;
            }

            if (!inDatabase) break;
        }

        Assert.True(databaseSteps > 3);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Lists_MadeWhileAnotherIsDeleted_KeepTheirKeys()
    {
        await using var plane = await StartAsync();
        List<Guid> goners = [];
        for (var i = 0; i < 4; i++) goners.Add((await plane.WatchlistAsync()).Watchlist);
        var making = Enumerable.Range(0, 12).Select(i => plane.Watchlists.CreateAsync(plane.Author, new($"List {i}"))).ToList();
        var deleting = goners.ConvertAll(x => plane.Watchlists.DeleteAsync(plane.Author, x));
        foreach (var deleted in await Task.WhenAll(deleting)) deleted.Ok();
        foreach (var made in await Task.WhenAll(making))
            (await plane.Watchlists.AddEntryAsync(plane.Author, made.Ok().Id, plane.Entry("One"), "x"u8.ToArray())).Ok();
        Assert.Equal(12, await plane.QueryAsync(db => db.DataKeys.CountAsync()));
    }

    [Fact]
    public async Task Start_WithAKeyStoreThatDoesNotBelong_IsRefusedAndDestroysNothing()
    {
        await using var plane = await StartAsync();
        await plane.WatchlistAsync();
        var folder = Directory.CreateTempSubdirectory("signpost-foreign-");
        using var foreign = FileKeyStore.Open(Path.Combine(folder.FullName, "masters.json"), plane.Time);
        foreign.Create();
        var keys = new DataKeys(foreign, Microsoft.Extensions.Logging.Abstractions.NullLogger<DataKeys>.Instance);
        await using var db = await plane.DbAsync();
        Assert.Contains("does not hold", (await Assert.ThrowsAsync<KeyStoreException>(() => keys.TidyAsync(db, default))).Message, StringComparison.Ordinal);
        Assert.Single(foreign.Masters);
        folder.Delete(recursive: true);
    }

    private protected static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private async Task AssertNothingAsync(TestPlane plane, (string What, byte[] Bytes)[] planted)
    {
        var files = await OnDiskAsync(plane);
        foreach (var (what, bytes) in planted) Assert.DoesNotContain(files, x => x.AsSpan().IndexOf(bytes) >= 0 && Fail(what));
    }

    private static bool Fail(string what)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"found: {what}");
        return true;
    }
}

/// <summary>A key store with a fuse before and after each change, and a restart that opens what is on disk.</summary>
internal sealed class FaultyKeyStore(Func<IKeyStore> open) : IKeyStore
{
    private IKeyStore inner = open();
    private int left;

    public bool HasBlown { get; private set; }

    public IReadOnlyList<Guid> Masters => inner.Masters;

    public void BlowAt(int step)
    {
        if (step != 0) HasBlown = false;
        left = step;
    }

    public void Restart()
    {
        inner.Dispose();
        inner = open();
    }

    public Guid Create() => Step(() => inner.Create());

    public void Destroy(IReadOnlyCollection<Guid> masters) => Step(() =>
    {
        inner.Destroy(masters);
        return true;
    });

    public byte[] Wrap(Guid master, ReadOnlySpan<byte> key, ReadOnlySpan<byte> context)
    {
        var (plain, about) = (key.ToArray(), context.ToArray());
        return Step(() => inner.Wrap(master, plain, about));
    }

    public byte[] Unwrap(Guid master, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context)
    {
        var (body, about) = (wrapped.ToArray(), context.ToArray());
        return Step(() => inner.Unwrap(master, body, about));
    }

    public void Dispose() => inner.Dispose();

    private T Step<T>(Func<T> call)
    {
        Burn();
        var result = call();
        Burn();
        return result;
    }

    private void Burn()
    {
        if (left == 0 || --left != 0) return;
        HasBlown = true;
        throw new PowerCutException();
    }
}
