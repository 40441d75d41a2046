using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Tests.Support;

namespace Signpost.ControlPlane.Tests.Storage;

public sealed class SqliteStorageTests(SqliteServer server) : StorageTests(server)
{
    [Fact]
    public async Task Migrate_AfterAProcessThatWasKilledWhileItDid_Finishes()
    {
        await using var plane = await StartAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var left = await plane.QueryAsync(async db =>
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"");
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsLock\" (\"Id\", \"Timestamp\") VALUES (1, '2026-01-01 00:00:00')");
            await plane.Get<IStorageProvider>().MigrateAsync(db, patience.Token);
            return await db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM \"__EFMigrationsLock\"").SingleAsync();
        });
        Assert.Equal(0, left);
    }

    [Fact]
    public async Task Reader_WithASnapshot_ShutsNoWriterOut()
    {
        await using var plane = await StartAsync();
        await using var db = await plane.DbAsync();
        await using var snapshot = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.ReadUncommitted, TestContext.Current.CancellationToken);
        Assert.Equal(0, await db.Watchlists.CountAsync(TestContext.Current.CancellationToken));
        (await plane.Watchlists.CreateAsync(plane.Author, new("Volunteers"), TestContext.Current.CancellationToken)).Ok();
        Assert.Equal(0, await db.Watchlists.CountAsync(TestContext.Current.CancellationToken));
    }
}

public sealed class PostgresStorageTests(PostgresServer server) : StorageTests(server);

public abstract class StorageTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Migrations_TheModel_HasNoPendingChanges()
    {
        await using var plane = await StartAsync();
        Assert.False(await plane.QueryAsync(db => Task.FromResult(db.Database.HasPendingModelChanges())));
    }

    [Fact]
    public async Task Times_WithAnOffset_ComeBackAsTheSameInstant()
    {
        await using var plane = await StartAsync();
        var list = (await plane.Watchlists.CreateAsync(plane.Author, new("Volunteers"))).Ok();
        var expires = new DateTimeOffset(plane.Now.AddDays(1).Ticks / 10_000_000 * 10_000_000, TimeSpan.Zero).ToOffset(TimeSpan.FromHours(5));
        (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry("One") with { ExpiresAt = expires }, "x"u8.ToArray())).Ok();
        var later = (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry("Two") with { ExpiresAt = expires.AddHours(1) }, "y"u8.ToArray())).Ok();
        var kept = await plane.QueryAsync(db => db.Entries.OrderByDescending(x => x.ExpiresAt).ToListAsync());
        Assert.Equal(later.Id, kept[0].Id);
        Assert.Equal(expires, kept[1].ExpiresAt);
        Assert.Equal(expires, (await plane.Watchlists.GetAsync(plane.Author, list.Id)).Ok().EarliestExpiry);
    }

    [Fact]
    public async Task Secrets_InTheDatabase_AreWrapped()
    {
        await using var plane = await StartAsync();
        var unit = await plane.EnrolAsync();
        await plane.DraftedAsync(unit.Id);
        var secret = await plane.QueryAsync(db => db.Secrets.SingleAsync());
        var vault = plane.Get<KeyVault>();
        Assert.Equal(16, vault.Unwrap("deployment content key", secret.ContentKey!).Length);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => vault.Unwrap("another purpose", secret.ContentKey!));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => vault.Unwrap("deployment content key", secret.ContentKey!.Reverse().ToArray()));
    }
}
