using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Tests.Storage;

public sealed class SqliteAuditGateTests(SqliteServer server) : AuditGateTests(server);

public sealed class PostgresAuditGateTests(PostgresServer server) : AuditGateTests(server);

/// <summary>No change that staff make is saved without its audit row, whoever writes the code that makes it.</summary>
public abstract class AuditGateTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Save_AuditedRowWithoutRecord_IsRefused()
    {
        await using var plane = await StartAsync();
        await using var db = await plane.DbAsync();
        db.Watchlists.Add(List(plane));
        await Assert.ThrowsAsync<UnauditedChangeException>(() => db.SaveChangesAsync());
        Assert.Throws<UnauditedChangeException>(() => db.SaveChanges());
    }

    [Fact]
    public async Task Save_RecordNamingAnotherThing_IsRefused()
    {
        await using var plane = await StartAsync();
        await using var db = await plane.DbAsync();
        var work = new Work(db, AuditActor.Of(plane.Author), plane.Now);
        db.Watchlists.Add(List(plane));
        work.Record(AuditActions.WatchlistCreated, [AuditSubject.Watchlist(Guid.NewGuid())]);
        await Assert.ThrowsAsync<UnauditedChangeException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task Save_ChangeAndDeletionWithoutRecord_AreRefused()
    {
        await using var plane = await StartAsync();
        var (list, entry) = await plane.WatchlistAsync();
        await using (var db = await plane.DbAsync())
        {
            (await db.Watchlists.SingleAsync(x => x.Id == list)).FrozenAt = plane.Now;
            await Assert.ThrowsAsync<UnauditedChangeException>(() => db.SaveChangesAsync());
        }

        await using (var db = await plane.DbAsync())
        {
            db.Entries.Remove(await db.Entries.SingleAsync(x => x.Id == entry.Id));
            await Assert.ThrowsAsync<UnauditedChangeException>(() => db.SaveChangesAsync());
        }
    }

    [Fact]
    public async Task Save_DeletedRecord_IsRefused()
    {
        await using var plane = await StartAsync();
        await using var db = await plane.DbAsync();
        db.Audit.Remove(await db.Audit.FirstAsync());
        await Assert.ThrowsAsync<UnauditedChangeException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task StaffAction_SucceedsWithoutRecord_IsABug()
    {
        await using var plane = await StartAsync();
        await Assert.ThrowsAsync<UnauditedChangeException>(() => plane.Get<Transactions>().StaffAsync<int>(plane.Author, _ => Task.FromResult<Outcome<int>>(1), default));
    }

    [Fact]
    public async Task StaffAction_Refused_LeavesNeitherChangeNorRecord()
    {
        await using var plane = await StartAsync();
        var before = await plane.QueryAsync(db => db.Audit.CountAsync());
        var announced = false;
        var outcome = await plane.Get<Transactions>().StaffAsync<int>(
            plane.Author,
            async work =>
            {
                var list = List(plane);
                work.Db.Watchlists.Add(list);
                work.Record(AuditActions.WatchlistCreated, [list.AuditSubject]);
                work.AfterCommit(() => announced = true);
                await work.Db.SaveChangesAsync();
                return Problem.Conflict("test.refused", "On second thoughts.");
            },
            default);
        outcome.Refused("test.refused");
        Assert.Equal(before, await plane.QueryAsync(db => db.Audit.CountAsync()));
        Assert.Equal(0, await plane.QueryAsync(db => db.Watchlists.CountAsync()));
        Assert.False(announced);
    }

    [Fact]
    public async Task StaffAction_PowerCutAtAnyStep_LeavesBothOrNeither()
    {
        await using var plane = await StartAsync();
        for (var step = 1; ; step++)
        {
            var lists = await plane.QueryAsync(db => db.Watchlists.CountAsync());
            var records = await plane.QueryAsync(db => db.Audit.CountAsync());
            plane.Storage.BlowAt(step);
            var failure = await Record.ExceptionAsync(() => plane.Watchlists.CreateAsync(plane.Author, new NewWatchlist("Volunteers")));
            var blown = plane.Storage.HasBlown;
            plane.Storage.BlowAt(0);
            var made = await plane.QueryAsync(db => db.Watchlists.CountAsync()) - lists;
            Assert.Equal(made, await plane.QueryAsync(db => db.Audit.CountAsync()) - records);
            if (!blown)
            {
                Assert.Null(failure);
                Assert.Equal(1, made);
                Assert.True(step > 2, "the fuse never blew");
                return;
            }

            Assert.NotNull(failure);
        }
    }

    [Fact]
    public async Task StaffActions_AllAtOnce_EachLeavesOneRecord()
    {
        await using var plane = await StartAsync();
        var before = await plane.QueryAsync(db => db.Audit.CountAsync());
        var made = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => plane.Watchlists.CreateAsync(plane.Author, new NewWatchlist($"List {i}"))));
        Assert.All(made, x => x.Ok());
        Assert.Equal(24, await plane.QueryAsync(db => db.Audit.CountAsync()) - before);
    }

    [Fact]
    public async Task Records_AfterAWholeDeployment_HoldNoNames()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        await plane.AuthoriseAsync(drafted.Id);
        (await plane.Deployments.EndAsync(plane.Officer, drafted.Id, "Everybody went home")).Ok();
        var records = await plane.QueryAsync(db => db.Audit.ToListAsync());
        Assert.Contains(records, x => x.Action == AuditActions.OrderAuthorised);
        Assert.All(records, x => Assert.DoesNotContain("Volunteer One", x.Facts + x.Subjects, StringComparison.Ordinal));
        Assert.All(records, x => Assert.DoesNotContain("went home", x.Facts + x.Subjects, StringComparison.Ordinal));
        var added = records.Single(x => x.Action == AuditActions.EntryAdded);
        Assert.Equal(AuditDigest.SaltLength, added.Salt!.Length);
        Assert.Equal(32, added.Digest!.Length);
    }

    private static Watchlist List(TestPlane plane) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = "Unrecorded",
        CreatedBy = plane.Author.UserName,
        CreatedById = plane.Author.Id,
        CreatedAt = plane.Now,
    };
}
