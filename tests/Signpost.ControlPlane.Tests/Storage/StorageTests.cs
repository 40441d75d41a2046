using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Hosting;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
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
    public async Task Schema_OfAnotherBuild_IsRefusedWithWhatToDo()
    {
        await using var plane = await StartAsync();
        await plane.QueryAsync(async db =>
        {
            await ControlPlaneProgram.CheckSchemaAsync(db, TestContext.Current.CancellationToken);
            return await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('20990101000000_Later', '99')");
        });
        var refused = await Assert.ThrowsAsync<StartException>(() => plane.QueryAsync(async db =>
        {
            await ControlPlaneProgram.CheckSchemaAsync(db, TestContext.Current.CancellationToken);
            return 0;
        }));
        Assert.Contains("20990101000000_Later", refused.Message, StringComparison.Ordinal);
        Assert.Contains("set the database aside", refused.Message, StringComparison.Ordinal);
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
        var (list, secret) = await plane.QueryAsync(async db => (await db.Deployments.Select(x => x.WatchlistId).SingleAsync(), await db.Secrets.SingleAsync()));
        await using var db = await plane.DbAsync();
        using var open = plane.Get<DataKeys>().Open(db);
        var key = await open.OfAsync(list, default);
        Assert.Equal(16, key.Open(Drafter.ContentKeyCell(secret.DeploymentId), secret.ContentKey!).Length);
        Assert.ThrowsAny<CryptographicException>(() => key.Open(Drafter.PrivateKeyCell(secret.DeploymentId), secret.ContentKey!));
        Assert.ThrowsAny<CryptographicException>(() => key.Open(Drafter.ContentKeyCell(Guid.NewGuid()), secret.ContentKey!));
    }
}
