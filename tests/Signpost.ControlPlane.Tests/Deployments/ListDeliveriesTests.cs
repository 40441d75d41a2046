using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Watchlists;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Deployments;

public sealed class SqliteListDeliveriesTests(SqliteServer server) : ListDeliveriesTests(server);

public sealed class PostgresListDeliveriesTests(PostgresServer server) : ListDeliveriesTests(server);

/// <summary>Every list that is handed out is vouched for when it is deleted, or the console and the public are told.</summary>
public abstract class ListDeliveriesTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Receipts_OfEveryUnitThatHadTheList_AreCountedAndTheMissingNamed()
    {
        await using var plane = await StartAsync();
        using var first = await plane.EnrolAsync();
        using var second = await plane.EnrolAsync();
        using var absent = await plane.EnrolAsync();
        var order = await AuthorisedAsync(plane, first.Id, second.Id, absent.Id);
        using var firstBoot = BootKey.Create(first.Id, first.SigningKey);
        using var secondBoot = BootKey.Create(second.Id, second.SigningKey);
        await DesiredAsync(plane, first, firstBoot);
        await DesiredAsync(plane, second, secondBoot);
        await DesiredAsync(plane, second, secondBoot);
        (await plane.Deployments.EndAsync(plane.Officer, order, "Over")).Ok();
        Assert.Equal((2, 0, false), Counts(await DeletionAsync(plane, order)));

        Assert.True((await HandAsync(plane, first, firstBoot, order)).Ok());
        Assert.True((await HandAsync(plane, first, firstBoot, order)).Ok());
        var deletion = await DeletionAsync(plane, order);
        Assert.Equal((2, 1, false), Counts(deletion));
        Assert.Equal([second.Id], deletion.Missing);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.ListDeleted)));

        plane.Time.Advance(TimeSpan.FromHours(25));
        await plane.Get<ExpiryWatcher>().RunAsync(default);
        await plane.Get<ExpiryWatcher>().RunAsync(default);
        Assert.True((await DeletionAsync(plane, order)).IsIncomplete);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.DeletionIncomplete)));
        (await HandAsync(plane, second, secondBoot, order)).Ok();
        Assert.Equal((2, 2, false), Counts(await DeletionAsync(plane, order)));
    }

    [Fact]
    public async Task Receipt_OfAnEarlierBoot_DoesNotCoverTheNext()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var order = await AuthorisedAsync(plane, unit.Id);
        using var first = BootKey.Create(unit.Id, unit.SigningKey);
        using var second = BootKey.Create(unit.Id, unit.SigningKey);
        await DesiredAsync(plane, unit, first);
        (await HandAsync(plane, unit, first, order)).Ok();
        await DesiredAsync(plane, unit, second);
        Assert.Equal((1, 0, false), Counts(await DeletionAsync(plane, order)));
        (await HandAsync(plane, unit, second, order)).Ok();
        Assert.Equal((1, 1, false), Counts(await DeletionAsync(plane, order)));

        // Given to the same boot once more: what was vouched for before does not count.
        await DesiredAsync(plane, unit, second);
        Assert.Equal((1, 0, false), Counts(await DeletionAsync(plane, order)));
    }

    [Fact]
    public async Task Receipt_FromBeforeTheListWasGiven_SaysNothingOfWhatWasGivenSince()
    {
        // It was on its way while the unit asked again and loaded the list.
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var order = await AuthorisedAsync(plane, unit.Id);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        var before = plane.Now;
        plane.Time.Advance(TimeSpan.FromMinutes(1));
        await DesiredAsync(plane, unit, boot);
        Assert.False((await HandAsync(plane, unit, boot, order, DeletionReason.NeverLoaded, before)).Ok());
        Assert.Equal((1, 0, false), Counts(await DeletionAsync(plane, order)));
        Assert.True((await HandAsync(plane, unit, boot, order, DeletionReason.NeverLoaded)).Ok());
        Assert.Equal((1, 1, false), Counts(await DeletionAsync(plane, order)));

        // Refused once more at the next line: that is nothing new for the record.
        await DesiredAsync(plane, unit, boot);
        Assert.True((await HandAsync(plane, unit, boot, order, DeletionReason.NeverLoaded)).Ok());
        Assert.Equal((1, 1, false), Counts(await DeletionAsync(plane, order)));
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.ListDeleted)));
    }

    [Fact]
    public async Task Receipt_OfAnotherUnitAlteredOrForNothing_ChangesNothing()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        using var other = await plane.EnrolAsync();
        var order = await AuthorisedAsync(plane, unit.Id);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        await DesiredAsync(plane, unit, boot);
        var receipt = await ReceiptAsync(plane, unit, boot, order);
        (await plane.Get<ListDeliveries>().ReceiveAsync(await RowAsync(plane, other.Id), receipt, default)).Refused("receipt.refused");
        receipt[^1] ^= 1;
        (await plane.Get<ListDeliveries>().ReceiveAsync(await RowAsync(plane, unit.Id), receipt, default)).Refused("receipt.refused");
        Assert.False((await HandAsync(plane, unit, boot, Guid.NewGuid())).Ok());
        Assert.False((await HandAsync(plane, unit, boot, order, bundle: Guid.NewGuid())).Ok());
        Assert.Equal((1, 0, false), Counts(await DeletionAsync(plane, order)));
    }

    [Fact]
    public async Task Suspend_EntryOfARunningOrder_ReachesItsUnitsAtOnceAndIsTakenBack()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, entry) = await plane.WatchlistAsync();
        var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        await plane.AuthoriseAsync(drafted.Id);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        var before = await DesiredAsync(plane, unit, boot);
        Assert.Empty(before.Withdrawn);
        var told = plane.Get<UnitSignals>().NextChange(unit.Id);
        (await plane.Watchlists.SuspendAsync(plane.Operator, entry.Id, "A mistake")).Refused("staff.forbidden");
        (await plane.Watchlists.SuspendAsync(plane.Author, entry.Id, "")).Refused("entry.decision-reason");
        Assert.Equal(EntryStatus.Suspended, (await plane.Watchlists.SuspendAsync(plane.Author, entry.Id, "A mistake")).Ok().Status);
        Assert.True(told.IsCompleted);
        var after = await DesiredAsync(plane, unit, boot);
        Assert.True(after.Version > before.Version);
        Assert.Equal([entry.Reference], after.Withdrawn);
        Assert.Equal(before.Order, after.Order);
        (await plane.Watchlists.SuspendAsync(plane.Author, entry.Id, "Again")).Refused("entry.not-active");
        (await plane.Watchlists.DecideSuspensionAsync(plane.Officer, entry.Id, keep: true, "It was right")).Ok();
        Assert.Empty((await DesiredAsync(plane, unit, boot)).Withdrawn);
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.EntrySuspended)));
    }

    private static async Task<Guid> AuthorisedAsync(TestPlane plane, params string[] units)
    {
        var drafted = await plane.DraftedAsync(units);
        await plane.AuthoriseAsync(drafted.Id);
        return drafted.Id;
    }

    private static async Task<Desired> DesiredAsync(TestPlane plane, TestUnit unit, BootKey boot)
    {
        var verified = VerifiedBootKey.Verify(boot.Certificate, unit.Id, unit.SigningKey.ExportSubjectPublicKeyInfo()).Value;
        return (await plane.Get<IDesiredStates>().ReadAsync(verified, null, default))!;
    }

    private static async Task<DeletionView> DeletionAsync(TestPlane plane, Guid order) => (await plane.Deployments.GetAsync(plane.Officer, order)).Ok().Deletion;

    private static (int, int, bool) Counts(DeletionView view) => (view.Given, view.Confirmed, view.IsIncomplete);

    private static async Task<Outcomes.Outcome<bool>> HandAsync(
        TestPlane plane, TestUnit unit, BootKey boot, Guid order, DeletionReason reason = DeletionReason.OrderEnded, DateTimeOffset? at = null, Guid? bundle = null) =>
        await plane.Get<ListDeliveries>().ReceiveAsync(await RowAsync(plane, unit.Id), await ReceiptAsync(plane, unit, boot, order, reason, at, bundle), default);

    private static async Task<byte[]> ReceiptAsync(
        TestPlane plane, TestUnit unit, BootKey boot, Guid order, DeletionReason reason = DeletionReason.OrderEnded, DateTimeOffset? at = null, Guid? bundle = null)
    {
        bundle ??= await plane.QueryAsync(db => db.Deployments.Where(x => x.Id == order).Select(x => (Guid?)x.BundleId).SingleOrDefaultAsync()) ?? Guid.NewGuid();
        return DeletionReceipts.Sign(
            unit.Id, new VerifiedReceipt(order, bundle.Value, reason, at ?? plane.Now, SHA256.HashData(boot.Certificate.PublicKey.Span)), unit.SigningKey);
    }

    private static Task<Unit> RowAsync(TestPlane plane, string id) => plane.QueryAsync(db => db.Units.AsNoTracking().SingleAsync(x => x.Id == id));
}
