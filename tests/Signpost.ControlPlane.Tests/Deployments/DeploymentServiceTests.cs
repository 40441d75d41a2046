using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Deployments;

public sealed class SqliteDeploymentServiceTests(SqliteServer server) : DeploymentServiceTests(server);

public sealed class PostgresDeploymentServiceTests(PostgresServer server) : DeploymentServiceTests(server);

/// <summary>Two people, one order: what an author drafts reaches a unit only after both have signed, and the unit can verify and open it.</summary>
public abstract class DeploymentServiceTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Authorised_AUnitThatBoots_CanVerifyAndOpenTheList()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, entry) = await plane.WatchlistAsync();
        var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        var authorised = await plane.AuthoriseAsync(drafted.Id);
        Assert.Equal(DeploymentState.Authorised, authorised.State);
        Assert.Equal([TestForce.AuthorId, TestForce.AuthoriserId], authorised.Signatures.Select(x => x.OfficerId));

        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        var desired = await DesiredAsync(plane, unit, boot);
        var roster = RosterVerifier.Verify(desired.Roster.Memory, plane.Force.RootPublicKey, plane.Now, 0).Value;
        var order = OrderVerifier.Verify(desired.Order.Memory, roster, plane.Now, Standing(unit)).Value;
        Assert.Equal((0.45f, 0.4f, FalseAlertCeiling.OneInSixThousand, 416), (order.Threshold, order.NoDecisionFrom, order.FalseAlertCeiling, order.LargestList));
        var header = BundleVerifier.VerifyHeader(desired.BundleHeader.Memory, order, roster, plane.Now, 0).Value;
        using var key = boot.Open(desired.ContentKey, header.BundleId).Value;
        var ciphertext = await plane.QueryAsync(db => db.Bundles.Select(x => x.Ciphertext).SingleAsync());
        using var opened = BundleReader.Read(new MemoryStream(ciphertext), header, key).Value;
        Assert.Equal(1, opened.Count);
        Assert.Equal(entry.Reference, opened.ReferenceOf(0));
    }

    [Fact]
    public async Task Replaced_WhenTheNextIsAuthorised_EndsWithItsKeyAndLeavesTheWayToTheNextList()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        var first = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id) with { ReplacesId = first.Id })).Refused("order.replaces");
        await plane.AuthoriseAsync(first.Id);
        var unrelated = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        (await plane.SignAsync(plane.Author, unrelated.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Ok();
        (await plane.SignAsync(plane.Officer, unrelated.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.unit-busy");
        var early = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id) with { ReplacesId = first.Id, NotBefore = plane.Now.AddHours(1) })).Ok();
        (await plane.SignAsync(plane.Author, early.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Ok();
        (await plane.SignAsync(plane.Officer, early.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.replaces-early");
        Assert.Equal(first.Id, await plane.QueryAsync(db => db.Assignments.Where(x => x.UnitId == unit.Id).Select(x => x.DeploymentId).SingleAsync()));

        var next = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id) with { ReplacesId = first.Id })).Ok();
        Assert.Equal(first.Id, (await plane.AuthoriseAsync(next.Id)).ReplacesId);
        Assert.Equal(next.Id, await plane.QueryAsync(db => db.Assignments.Where(x => x.UnitId == unit.Id).Select(x => x.DeploymentId).SingleAsync()));
        var before = (await plane.Deployments.GetAsync(plane.Author, first.Id)).Ok();
        Assert.Equal((DeploymentState.Ended, plane.Officer.UserName), (before.State, before.EndedBy));
        Assert.Null(await plane.QueryAsync(db => db.Secrets.Where(x => x.DeploymentId == first.Id).Select(x => x.ContentKey).SingleAsync()));
        var bundle = await plane.QueryAsync(db => db.Bundles.AsNoTracking().SingleAsync(x => x.DeploymentId == next.Id));
        Assert.NotNull(bundle.BaseBundleId);
        Assert.InRange(bundle.Delta!.Length, 1, bundle.Ciphertext.Length / 2);
        Assert.False(await plane.QueryAsync(db => db.Bundles.AnyAsync(x => x.DeploymentId == first.Id)));
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.OrderEnded)));
    }

    [Fact]
    public async Task Replaced_OrderThatEndedByItselfMeanwhile_IsReplacedAllTheSameWithoutADelta()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        var first = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        await plane.AuthoriseAsync(first.Id);
        var next = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id) with { ReplacesId = first.Id })).Ok();
        (await plane.Deployments.EndAsync(plane.Officer, first.Id, "Over")).Ok();
        Assert.Equal(DeploymentState.Authorised, (await plane.AuthoriseAsync(next.Id)).State);
        Assert.Null(await plane.QueryAsync(db => db.Bundles.Select(x => x.BaseBundleId).SingleAsync()));
    }

    [Fact]
    public async Task BundleFile_OfAnOrderInForce_GoesOnTheRecordAndNotToJustAnybody()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        (await plane.Deployments.BundleFileAsync(plane.Author, drafted.Id)).Refused("order.not-in-force");
        await plane.AuthoriseAsync(drafted.Id);
        Assert.False((await plane.Deployments.BundleFileAsync(plane.Operator, drafted.Id)).Succeeded(out _, out _));
        Assert.Equal(0, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.BundleExported)));
        using var bytes = new MemoryStream((await plane.Deployments.BundleFileAsync(plane.Author, drafted.Id)).Ok());
        var file = BundleFile.Read(bytes).Value;
        Assert.Null(file.CopyCiphertext(bytes, Stream.Null));
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.BundleExported)));
    }

    [Fact]
    public async Task Draft_UnitThatHasNotSaidWhatItLooksThrough_IsRefused()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        await plane.Get<UnitStandings>().TakeAsync(unit.Id, new Standing(), CancellationToken.None);
        var (list, _) = await plane.WatchlistAsync();
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("order.no-camera");
    }

    [Fact]
    public async Task Standing_WhenItChanges_GoesOnRecordAndIntoTheNextOrder()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var standing = new Standing { Position = new GeoPoint { Latitude = 51.5009, Longitude = -0.12385 }, Cameras = { "v4l2:1:2:SN-1", "bad\nline" } };
        await plane.Get<UnitStandings>().TakeAsync(unit.Id, standing, CancellationToken.None);
        await plane.Get<UnitStandings>().TakeAsync(unit.Id, standing, CancellationToken.None);
        Assert.Equal(2, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == "unit.stands")));
        Assert.Equal("v4l2:1:2:SN-1", Assert.Single((await plane.DraftedAsync(unit.Id)).Cameras).Fingerprint);
    }

    [Fact]
    public async Task Sign_UnitThatStandsOutsideThePlace_IsRefusedAsTheUnitWould()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        await plane.Get<UnitStandings>().TakeAsync(unit.Id, new Standing { Position = new GeoPoint { Latitude = 52, Longitude = 0 }, Cameras = { $"simulated:{unit.Id}" } }, CancellationToken.None);
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Ok();
        (await plane.SignAsync(plane.Officer, drafted.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.outside-place");
    }

    [Theory]
    [InlineData(true, 0u, 0u, "order.forbidden-place")]
    [InlineData(false, 0u, 4u, "order.place-limit")]
    [InlineData(false, 1u, 0u, null)]
    public async Task Draft_WhereTheForcesRootForbidsOrLimits_IsRefused(bool forbidden, uint entries, uint hours, string? code)
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var rule = new PlaceRule { Name = "Square", Forbidden = forbidden, MaxEntries = entries, MaxHours = hours };
        foreach (var (latitude, longitude) in new[] { (51.5, -0.125), (51.5, -0.123), (51.502, -0.123) }) rule.Polygon.Add(new GeoPoint { Latitude = latitude, Longitude = longitude });
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, 2, spoil: roster => roster.PlaceRules.Add(rule)), plane.Force.RootPublicKey)).Ok();
        var (list, _) = await plane.WatchlistAsync();
        var drafted = await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id));
        Assert.Equal(code, drafted.Succeeded(out _, out var problem) ? null : problem.Code);
    }

    [Fact]
    public async Task Under18_OnTheList_IsAuthorisedBySeniorsOnly()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var list = (await plane.Watchlists.CreateAsync(plane.Author, new("Volunteers"))).Ok();
        (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry("One") with { Under18Reason = " " }, "x"u8.ToArray())).Refused("entry.under-18-reason");
        (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry("One") with { Under18Reason = "Missing, 15, at risk." }, "x"u8.ToArray())).Ok();
        var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list.Id, unit.Id))).Ok();
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Ok();
        (await plane.SignAsync(plane.Officer, drafted.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.wrong-role");
        Assert.Equal(DeploymentState.Authorised, (await plane.SignAsync(plane.Senior, drafted.Id, TestForce.SeniorId, plane.Force.SeniorKey)).Ok().State);
    }

    [Fact]
    public async Task Urgent_BegunByOne_RunsAndIsRatifiedByASenior()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var urgent = await BegunAsync(plane, unit);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        Assert.Equal(urgent.NotBefore.AddHours(24), VerifiedBy(plane, unit, await DesiredAsync(plane, unit, boot)).RatifyBy!.Value, TimeSpan.FromMilliseconds(1));

        (await plane.SignAsync(plane.Author, urgent.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Refused("order.ratification");
        Assert.NotNull((await plane.SignAsync(plane.Senior, urgent.Id, TestForce.SeniorId, plane.Force.SeniorKey)).Ok().RatifiedAt);
        var ratified = VerifiedBy(plane, unit, await DesiredAsync(plane, unit, boot));
        Assert.Equal((null, TestForce.AuthoriserId, TestForce.SeniorId), (ratified.RatifyBy, ratified.Signatories.AuthorisingOfficerId, ratified.Signatories.RatifiedById));
        plane.Time.Advance(TimeSpan.FromHours(25));
        await plane.Get<ExpiryWatcher>().RunAsync(CancellationToken.None);
        Assert.Equal(DeploymentState.Expired, (await plane.Deployments.GetAsync(plane.Author, urgent.Id)).Ok().State);
        Assert.Null(await plane.QueryAsync(db => db.Deployments.Where(x => x.Id == urgent.Id).Select(x => x.OutputsDeletedAt).SingleAsync()));
    }

    [Fact]
    public async Task Urgent_ThatNobodyRatifies_EndsAndTakesItsOutputsAlong()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var urgent = await BegunAsync(plane, unit);
        var entry = await plane.QueryAsync(db => db.Entries.Select(x => x.Id).SingleAsync());
        await using (var db = await plane.DbAsync())
        {
            var alert = new Alert
            {
                UnitId = unit.Id,
                EventId = Guid.NewGuid(),
                Revision = 1,
                DeploymentId = urgent.Id,
                EntryId = entry,
                Reference = "r",
                Score = 0.6f,
                Threshold = 0.45f,
                VisitStartedAt = plane.Now,
                FirstCapturedAt = plane.Now,
                CapturedAt = plane.Now,
                DecidedAt = plane.Now,
                FirstStoredAt = plane.Now,
                StoredAt = plane.Now,
                ShotsJson = "[]",
                FaceX = 0,
                FaceY = 0,
                FaceWidth = 1,
                FaceHeight = 1,
                FrameWidth = 1,
                FrameHeight = 1,
                Probe = new AlertProbe { Jpeg = SealedValue.Of([1]) },
            };
            db.Alerts.Add(alert);
            await db.SaveChangesAsync();
            (await plane.Alerts.DecideAsync(plane.Operator, alert.Id, AlertDecision.Confirm, "Same person", null)).Ok();
        }

        plane.Time.Advance(TimeSpan.FromHours(23));
        await plane.Get<ExpiryWatcher>().RunAsync(CancellationToken.None);
        Assert.Equal(1, await plane.QueryAsync(db => db.Alerts.CountAsync()));
        plane.Time.Advance(TimeSpan.FromHours(1));
        await plane.Get<ExpiryWatcher>().RunAsync(CancellationToken.None);
        Assert.Equal((0, 0, 0), await plane.QueryAsync(async db => (await db.Alerts.CountAsync(), await db.Probes.CountAsync(), await db.Secrets.CountAsync())));
        Assert.Equal(2, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == "order.not-ratified" || x.Action == "order.outputs-deleted")));

        // No second urgent order for this unit before the first is ratified, which may be late.
        var (list, _) = await plane.WatchlistAsync();
        var second = plane.Draft(list, unit.Id) with { UrgencyReason = "another" };
        (await plane.Deployments.DraftAsync(plane.Officer, second)).Refused("order.urgent-pending");
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        Assert.Empty((await DesiredAsync(plane, unit, boot)).RatifiedOrders);
        (await plane.SignAsync(plane.Senior, urgent.Id, TestForce.SeniorId, plane.Force.SeniorKey)).Ok();
        var told = Assert.Single((await DesiredAsync(plane, unit, boot)).RatifiedOrders);
        var roster = RosterVerifier.Verify(plane.Force.Roster(plane.Now), plane.Force.RootPublicKey, plane.Now, 0).Value;
        Assert.Equal(urgent.Id, OrderVerifier.Ratified(told.Memory, roster, plane.Now)?.OrderId);
        (await plane.Deployments.DraftAsync(plane.Officer, second)).Ok();
    }

    [Fact]
    public async Task Urgent_RefusedByASenior_StopsAndDeletesAtOnce()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var urgent = await BegunAsync(plane, unit);
        Assert.Equal(DeploymentState.Ended, (await plane.Deployments.EndAsync(plane.Senior, urgent.Id, "Not needed.")).Ok().State);
        Assert.NotNull(await plane.QueryAsync(db => db.Deployments.Where(x => x.Id == urgent.Id).Select(x => x.OutputsDeletedAt).SingleAsync()));
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        Assert.True((await DesiredAsync(plane, unit, boot)).Order.IsEmpty);
    }

    [Fact]
    public async Task Urgent_DraftedByAnAuthor_IsForbidden()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id) with { UrgencyReason = "x" })).Refused("staff.forbidden");
    }

    [Fact]
    public async Task Draft_NotYetAuthorised_TellsTheUnitNothing()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        var desired = await DesiredAsync(plane, unit, boot);
        Assert.True(desired.Order.IsEmpty);
        Assert.Null(desired.ContentKey);
        Assert.False(desired.Roster.IsEmpty);
    }

    [Fact]
    public async Task Sign_WrongPersonOrTurn_IsRefused()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        (await plane.SignAsync(plane.Officer, drafted.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.author-first");
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.other-officer");
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthoriserKey)).Refused("order.bad-signature");
        (await plane.Deployments.SignAsync(plane.Operator, drafted.Id, "{}")).Refused("order.signing-response");
        (await plane.Deployments.SignAsync(plane.Author, drafted.Id, new byte[64], new byte[64])).Refused("order.bad-signature");
        (await plane.Deployments.SignAsync(plane.Author, drafted.Id, new byte[3], default)).Refused("order.bad-signature");
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Ok();
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Refused("order.signed");
        Assert.Equal(DeploymentState.Drafted, (await plane.Deployments.GetAsync(plane.Author, drafted.Id)).Ok().State);
    }

    [Fact]
    public async Task Sign_DrafterTurnedAuthoriser_IsRefused()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        (await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey)).Ok();
        var promoted = plane.Author with { Role = StaffRole.AuthorisingOfficer, OfficerId = TestForce.AuthoriserId };
        var request = (await plane.Deployments.SigningRequestAsync(plane.Officer, drafted.Id)).Ok();
        (await plane.Deployments.SignAsync(promoted, drafted.Id, TestForce.Sign(request, TestForce.AuthoriserId, plane.Force.AuthoriserKey))).Refused("order.signed");
        var another = promoted with { Id = plane.Author.Id, OfficerId = "officer-c" };
        (await plane.Deployments.SignAsync(another, drafted.Id, TestForce.Sign(request, "officer-c", plane.Force.AuthoriserKey))).Refused("order.signed");
    }

    [Fact]
    public async Task Sign_RawSignaturesFromTheBrowser_AreTheSameSignatures()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        foreach (var (actor, key) in new[] { (plane.Author, plane.Force.AuthorKey), (plane.Officer, plane.Force.AuthoriserKey) })
        {
            var content = (await plane.Deployments.ToBeSignedAsync(actor, drafted.Id)).Ok();
            (await plane.Deployments.SignAsync(actor, drafted.Id, P256.Sign(key, content.Order), P256.Sign(key, content.BundleHeader))).Ok();
        }

        Assert.Equal(DeploymentState.Authorised, (await plane.Deployments.GetAsync(plane.Author, drafted.Id)).Ok().State);
        (await plane.Deployments.ToBeSignedAsync(plane.Officer with { OfficerId = null }, drafted.Id)).Refused("order.no-officer");
    }

    [Fact]
    public async Task Authorise_UnitBusy_IsRefusedUntilTheOtherEnds()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var first = await plane.DraftedAsync(unit.Id);
        await plane.AuthoriseAsync(first.Id);
        var second = await plane.DraftedAsync(unit.Id);
        await plane.SignAsync(plane.Author, second.Id, TestForce.AuthorId, plane.Force.AuthorKey);
        (await plane.SignAsync(plane.Officer, second.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.unit-busy");
        (await plane.Deployments.EndAsync(plane.Author, first.Id, "Over")).Ok();
        Assert.Equal(DeploymentState.Authorised, (await plane.SignAsync(plane.Officer, second.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Ok().State);
    }

    [Fact]
    public async Task Authorise_TwoOrdersForOneUnitAtOnce_OneWins()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var orders = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            var drafted = await plane.DraftedAsync(unit.Id);
            await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey);
            orders.Add(drafted.Id);
        }

        var signed = await Task.WhenAll(orders.Select(x => plane.SignAsync(plane.Officer, x, TestForce.AuthoriserId, plane.Force.AuthoriserKey)));
        Assert.Single(signed, x => x.Problem is null);
        Assert.Equal(1, await plane.QueryAsync(db => db.Deployments.CountAsync(x => x.State == DeploymentState.Authorised)));
    }

    [Fact]
    public async Task End_Authorised_UnitForgetsAndTheContentKeyIsGone()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        await plane.AuthoriseAsync(drafted.Id);
        using var boot = BootKey.Create(unit.Id, unit.SigningKey);
        var before = await DesiredAsync(plane, unit, boot);
        var signal = plane.Get<UnitSignals>().NextChange(unit.Id);
        (await plane.Deployments.EndAsync(plane.Operator, drafted.Id, "Over")).Refused("staff.forbidden");
        (await plane.Deployments.EndAsync(plane.Officer, drafted.Id, "Over")).Ok();
        await signal.WaitAsync(TimeSpan.FromSeconds(10));
        var after = await DesiredAsync(plane, unit, boot);
        Assert.True(after.Order.IsEmpty);
        Assert.True(after.Version > before.Version);
        var secret = await plane.QueryAsync(db => db.Secrets.SingleAsync());
        Assert.Null(secret.ContentKey);
        Assert.NotNull(secret.PrivateKey);
        Assert.Equal(0, await plane.QueryAsync(db => db.Bundles.CountAsync()));
        (await plane.Deployments.EndAsync(plane.Officer, drafted.Id, "Again")).Refused("order.over");
    }

    [Fact]
    public async Task Window_Over_OrderExpiresAndItsKeyGoesWithTheAlerts()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        await plane.AuthoriseAsync(drafted.Id);
        var watcher = plane.Get<ExpiryWatcher>();
        await watcher.RunAsync(default);
        Assert.Equal(DeploymentState.Authorised, (await plane.Deployments.GetAsync(plane.Author, drafted.Id)).Ok().State);
        plane.Time.Advance(TimeSpan.FromHours(8.5));
        await watcher.RunAsync(default);
        Assert.Equal(DeploymentState.Expired, (await plane.Deployments.GetAsync(plane.Author, drafted.Id)).Ok().State);
        Assert.Null((await plane.Units.GetAsync(plane.Author, unit.Id)).Ok().DeploymentId);
        Assert.NotNull((await plane.QueryAsync(db => db.Secrets.SingleAsync())).PrivateKey);
        plane.Time.Advance(TimeSpan.FromHours(24));
        await watcher.RunAsync(default);
        Assert.Null((await plane.QueryAsync(db => db.Secrets.SingleAsync())).PrivateKey);
        Assert.True(await plane.QueryAsync(db => db.Audit.AnyAsync(x => x.Action == AuditActions.KeyDeleted)));
    }

    [Fact]
    public async Task Draft_OutOfRange_IsRefusedByName()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        var empty = (await plane.Watchlists.CreateAsync(plane.Author, new("Nobody"))).Ok();
        var good = plane.Draft(list, unit.Id);
        (NewDeployment Draft, string Code)[] cases =
        [
            (good with { NotAfter = plane.Now.AddMinutes(-1) }, "order.window"),
            (good with { NotBefore = plane.Now.AddHours(2), NotAfter = plane.Now.AddHours(1) }, "order.window"),
            (good with { NotAfter = plane.Now.AddHours(25) }, "order.window"),
            (good with { AlertRetentionHours = 0 }, "order.alert-retention"),
            (good with { AlertRetentionHours = 745 }, "order.alert-retention"),
            (good with { UnitIds = [] }, "order.units"),
            (good with { UnitIds = ["unit-unknown"] }, "order.unknown-unit"),
            (good with { UnitIds = [unit.Id, unit.Id] }, "order.incomplete"),
            (good with { WatchlistId = Guid.NewGuid() }, "watchlist.not-found"),
            (good with { WatchlistId = empty.Id }, "watchlist.empty"),
            (good with { Categories = [Category.Missing] }, "order.category-not-covered"),
            (good with { Threshold = 0 }, "order.incomplete"),
            (good with { Threshold = float.NaN }, "order.incomplete"),
            (good with { Threshold = 1 }, "order.incomplete"),
            (good with { Threshold = 0.39f, NoDecisionFrom = 0.3f }, "order.threshold-below-certificate"),
            (good with { NoDecisionFrom = 0 }, "order.incomplete"),
            (good with { NoDecisionFrom = 0.46f }, "order.incomplete"),
            (good with { FalseAlertCeiling = 0 }, "order.incomplete"),
            (good with { Place = [new(1, 1), new(2, 2)] }, "order.incomplete"),
            (good with { Place = [new(91, 1), new(2, 2), new(3, 3)] }, "order.incomplete"),
            (good with { Purpose = 0 }, "order.incomplete"),
            (good with { PlaceName = "" }, "order.incomplete"),
            (good with { EvidenceReference = "" }, "order.incomplete"),
        ];
        foreach (var (draft, code) in cases) (await plane.Deployments.DraftAsync(plane.Author, draft)).Refused(code);
        (await plane.Deployments.DraftAsync(plane.Officer, good)).Refused("staff.forbidden");
        Assert.False((await plane.Watchlists.GetAsync(plane.Author, list)).Ok().IsFrozen);
    }

    [Fact]
    public async Task Draft_ListLongerThanTheCertificateAllows_IsRefusedWithBothNumbers()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        await plane.AddEntryAsync(list, "Volunteer Two");
        var low = plane.Draft(list, unit.Id) with { Threshold = 0.4f };
        var refused = (await plane.Deployments.DraftAsync(plane.Author, low)).Refused("order.list-too-long");
        Assert.Contains("2 entries; the certificate allows 1 at threshold 0.4", refused.Detail, StringComparison.Ordinal);
        (await plane.Deployments.DraftAsync(plane.Author, low with { FalseAlertCeiling = FalseAlertCeiling.OneInThousand })).Ok();
        var drafted = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Ok();
        Assert.Equal((416, 0.45f), (drafted.Certificate!.LargestList, drafted.Certificate.MeasuredThreshold));
        Assert.Equal(15_000 * 2 * 4e-7, drafted.Certificate.FalseAlertsADay, 1e-9);
        Assert.Equal("label a", Assert.Single(drafted.Certificate.Groups).Label);
    }

    [Fact]
    public async Task Draft_NoCertificate_IsRefusedWithTheCommandThatMakesOne()
    {
        await using var plane = await StartAsync(certificate: PackCertificateFile.Load("/nowhere", StandInGate.Digest));
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        var refused = (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("order.no-certificate");
        Assert.Contains("signpost evaluate certify", refused.Detail, StringComparison.Ordinal);
        plane.Deployments.Certificate(plane.Author).Refused("order.no-certificate");
        Assert.False((await plane.Watchlists.GetAsync(plane.Author, list)).Ok().IsFrozen);
    }

    [Fact]
    public async Task Draft_CertificateOfAnotherPack_IsRefused()
    {
        await using var plane = await StartAsync(certificate: TestCertificate.Of(new byte[32]));
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("order.wrong-certificate");
    }

    [Fact]
    public async Task Draft_EntryEnrolledWithAnotherPack_IsRefused()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var (list, _) = await plane.WatchlistAsync();
        await using (var db = await plane.DbAsync()) await db.Entries.ExecuteUpdateAsync(x => x.SetProperty(e => e.PackDigest, new byte[32]));
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list, unit.Id))).Refused("watchlist.gaps");
    }

    [Fact]
    public async Task Authorise_PackMeasuredAgainSinceTheDraft_IsRefused()
    {
        var certificate = TestCertificate.Of(StandInGate.Digest);
        await using var plane = await StartAsync(certificate: certificate);
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        await plane.SignAsync(plane.Author, drafted.Id, TestForce.AuthorId, plane.Force.AuthorKey);
        certificate.Rates[1] = PackCertificateRules.Rate(0.45f, 20, 20_000_000, 4e-6);
        (await plane.SignAsync(plane.Officer, drafted.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Refused("order.certificate-replaced");
        certificate.Rates[1] = PackCertificateRules.Rate(0.45f, 2, 20_000_000, 4e-7);
        Assert.Equal(DeploymentState.Authorised, (await plane.SignAsync(plane.Officer, drafted.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Ok().State);
    }

    [Fact]
    public async Task Sign_DraftOfAnEarlierVersion_IsRefusedAndStillShown()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var drafted = await plane.DraftedAsync(unit.Id);
        var old = DeploymentOrder.Parser.ParseFrom(await plane.QueryAsync(db => db.Deployments.Select(x => x.OrderBytes).SingleAsync()));
        old.Certificate = null;
        await using (var db = await plane.DbAsync()) await db.Deployments.ExecuteUpdateAsync(x => x.SetProperty(o => o.OrderBytes, old.ToByteArray()));
        (await plane.Deployments.SigningRequestAsync(plane.Author, drafted.Id)).Refused("order.incomplete");
        (await plane.Deployments.SignAsync(plane.Author, drafted.Id, new byte[64], new byte[64])).Refused("order.incomplete");
        Assert.Null((await plane.Deployments.GetAsync(plane.Author, drafted.Id)).Ok().Certificate);
    }

    [Fact]
    public async Task Draft_EntryExpiresBeforeTheWindowEnds_BundleEndsWithIt()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        var list = (await plane.Watchlists.CreateAsync(plane.Author, new("Volunteers"))).Ok();
        var expires = plane.Now.AddHours(2);
        (await plane.Watchlists.AddEntryAsync(plane.Author, list.Id, plane.Entry("One") with { ExpiresAt = expires }, "x"u8.ToArray())).Ok();
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list.Id, unit.Id))).Refused("watchlist.not-acknowledged");
        await plane.AcknowledgeAsync(list.Id);
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list.Id, unit.Id))).Ok();
        var header = BundleHeader.Parser.ParseFrom(await plane.QueryAsync(db => db.Deployments.Select(x => x.HeaderBytes).SingleAsync()));
        Assert.True((header.NotAfter.ToDateTimeOffset() - expires).Duration() < TimeSpan.FromMilliseconds(1));
        plane.Time.Advance(TimeSpan.FromHours(3));
        (await plane.Deployments.DraftAsync(plane.Author, plane.Draft(list.Id, unit.Id))).Refused("watchlist.gaps");
    }

    [Fact]
    public async Task Roster_OlderOrForeign_IsRefused()
    {
        await using var plane = await StartAsync(roster: false);
        Assert.Null(await plane.Rosters.CurrentAsync());
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now), default)).Refused("roster.no-root");
        (await plane.Rosters.InstallAsync(plane.Author, plane.Force.Roster(plane.Now), plane.Force.RootPublicKey)).Refused("staff.forbidden");
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, force: "Elsewhere"), plane.Force.RootPublicKey)).Refused("roster.wrong-force");
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, version: 5), plane.Force.RootPublicKey)).Ok();
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, version: 4), default)).Refused("roster.older-roster");
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, version: 5), default)).Refused("roster.same-version");
        using var stranger = P256.CreateKey();
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, 6, root: stranger), default)).Refused("roster.roster-invalid");
        (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, 6, root: stranger), stranger.ExportSubjectPublicKeyInfo())).Refused("roster.other-root");
        Assert.Equal(6UL, (await plane.Rosters.InstallAsync(plane.Administrator, plane.Force.Roster(plane.Now, 6), default)).Ok().Version);
        Assert.Equal(3, (await plane.Rosters.CurrentAsync())!.Officers.Count);
    }

    private static async Task<Desired> DesiredAsync(TestPlane plane, TestUnit unit, BootKey boot)
    {
        var verified = VerifiedBootKey.Verify(boot.Certificate, unit.Id, unit.SigningKey.ExportSubjectPublicKeyInfo()).Value;
        return (await plane.Get<IDesiredStates>().ReadAsync(verified, null, default))!;
    }

    private static async Task<DeploymentView> BegunAsync(TestPlane plane, TestUnit unit)
    {
        var (list, _) = await plane.WatchlistAsync();
        var draft = plane.Draft(list, unit.Id) with { UrgencyReason = "A child is missing.", NotAfter = plane.Now.AddHours(23.9) };
        var urgent = (await plane.Deployments.DraftAsync(plane.Officer, draft)).Ok();
        return (await plane.SignAsync(plane.Officer, urgent.Id, TestForce.AuthoriserId, plane.Force.AuthoriserKey)).Ok();
    }

    private static UnitStanding Standing(TestUnit unit)
    {
        var standing = TestPlane.Standing(unit.Id);
        return new(unit.Id, StandInGate.Digest, new Corner(standing.Position.Latitude, standing.Position.Longitude), [.. standing.Cameras]);
    }

    private static VerifiedOrder VerifiedBy(TestPlane plane, TestUnit unit, Desired desired)
    {
        var roster = RosterVerifier.Verify(desired.Roster.Memory, plane.Force.RootPublicKey, plane.Now, 0).Value;
        return OrderVerifier.Verify(desired.Order.Memory, roster, plane.Now, Standing(unit)).Value;
    }
}
