using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Contracts.V1;
using Signpost.Edge.Tests.Support;
using Signpost.Edge.Watchlists;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Watchlists;

public sealed class DeploymentLoaderTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestForce _force = new();
    private readonly ECDsa _signingKey = P256.CreateKey();
    private readonly BootKey _bootKey;
    private readonly DeploymentSlot _slot = new();
    private readonly Server _server;
    private readonly byte[] _pack;
    private readonly List<ReceiptBook> _books = [];
    private string[] _cameras = [TestForce.Camera];
    private DateTimeOffset _now;

    public DeploymentLoaderTests()
    {
        _bootKey = BootKey.Create(TestForce.UnitId, _signingKey);
        (_now, _pack) = (_force.Now, _force.PackDigest);
        _force.Entries["p-1"] = Axis(0);
        _force.Entries["p-2"] = Axis(1);
        _server = new Server(_force);
    }

    [Fact]
    public async Task Take_GoodState_LoadsOrderAndWatchlist()
    {
        Assert.Null(await TakeAsync(Desire()));
        var deployment = _slot.Rent();
        Assert.NotNull(deployment);
        Assert.Equal((true, 2), (deployment.HasWatchlist, deployment.Entries));
        Assert.Equal("p-2", deployment.Reference(deployment.Search(Axis(1)).Index));
        Assert.Equal((0.4f, 0.4f, 1111), (deployment.Order.Threshold, deployment.Order.NoDecisionFrom, deployment.Order.LargestList));
        deployment.Return();
    }

    [Fact]
    public async Task Take_NewState_SwapsWhileASearchIsGoingOnAndErasesTheOldOneAfterwards()
    {
        await TakeAsync(Desire());
        var searching = _slot.Rent()!;
        _force.BundleId = Guid.NewGuid();
        _force.WatchlistVersion = 2;
        Assert.Null(await TakeAsync(Desire()));
        Assert.NotSame(searching, _slot.Current);
        Assert.Equal(0, searching.Search(Axis(0)).Index);
        searching.Return();
        Assert.False(searching.TryRent());
        Assert.Throws<ObjectDisposedException>(() => searching.Search(Axis(0)));
    }

    public static TheoryData<string, RefusalReason> Refusals() => new()
    {
        { "one signature", RefusalReason.OneSignature },
        { "other unit", RefusalReason.WrongUnit },
        { "other pack", RefusalReason.WrongPack },
        { "other camera", RefusalReason.WrongCamera },
        { "elsewhere", RefusalReason.OutsidePlace },
        { "no certificate", RefusalReason.Incomplete },
        { "certificate that contradicts itself", RefusalReason.Incomplete },
        { "certificate of another pack", RefusalReason.WrongCertificate },
        { "threshold below the certificate's", RefusalReason.ThresholdBelowCertificate },
        { "list longer than the certificate allows", RefusalReason.ListTooLong },
        { "expired", RefusalReason.Expired },
        { "altered order", RefusalReason.BadSignature },
        { "other roster", RefusalReason.RosterInvalid },
        { "no header", RefusalReason.Malformed },
        { "header of another order", RefusalReason.WrongOrder },
        { "key of another boot", RefusalReason.WrongKey },
        { "no key", RefusalReason.WrongKey },
        { "altered ciphertext", RefusalReason.ContentAltered },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Take_BadState_IsRefusedWithItsReasonAndChangesNothing(string fault, RefusalReason reason)
    {
        // The same order again, spoilt.
        _force.OrderId = Guid.NewGuid();
        await TakeAsync(Desire());
        var before = _slot.Current;
        _force.BundleId = Guid.NewGuid();
        var loader = Loader();
        var refusal = await loader.TakeAsync(Spoil(fault), CancellationToken.None);
        Assert.Equal(reason, refusal?.Reason);
        Assert.Equal(reason, loader.LastRefusal);
        Assert.Equal(9ul, loader.TakenVersion);
        Assert.Same(before, _slot.Current);
    }

    [Fact]
    public async Task Take_AnotherOrderThatIsRefused_EndsTheOneInForce()
    {
        // The control plane desires it no longer, whatever the next one is worth.
        await TakeAsync(Desire());
        _force.BundleId = Guid.NewGuid();
        Assert.Equal(RefusalReason.WrongCamera, (await TakeAsync(Spoil("other camera")))?.Reason);
        Assert.Null(_slot.Current);
        await Task.WhenAll(_books.Select(book => book.FlushAsync()));
        var said = Directory.GetFiles(_folder.File("receipts"), "*.receipt")
            .Select(path => DeletionReceipts.Verify(File.ReadAllBytes(path), TestForce.UnitId, _signingKey.ExportSubjectPublicKeyInfo()).Value.Reason);
        Assert.Equal([DeletionReason.Replaced, DeletionReason.NeverLoaded], said.Order());
    }

    [Fact]
    public async Task Take_ListAtTheCertificatesLimit_IsTaken()
    {
        _force.Spoil = order => order.Certificate.Rates[0] = PackCertificateRules.Rate(order.Threshold, 1000, 20_000_000, 8e-5);
        Assert.Null(await TakeAsync(Desire()));
        Assert.Equal(2, _slot.Current!.Order.LargestList);
    }

    [Fact]
    public async Task Take_UrgentOrder_IsOverAfterADayUnlessItIsRatified()
    {
        (_force.Urgent, _force.Duration, _force.OrderId) = (true, TimeSpan.FromDays(2), Guid.NewGuid());
        Assert.Null(await TakeAsync(Desire()));
        Assert.Equal(_force.Now.AddHours(23), _slot.Current!.Order.EndsAt);
        _force.Ratified = true;
        Assert.Null(await TakeAsync(Desire()));
        Assert.Equal(_force.Now.AddDays(2), _slot.Current!.Order.EndsAt);
        _force.Ratified = false;
        _now = _force.Now.AddHours(23);
        Assert.Equal(RefusalReason.NotRatified, (await TakeAsync(Desire()))?.Reason);
    }

    [Fact]
    public async Task Take_UrgentOrderRatifiedTooLate_NeverRunsAgainAndLetsTheNextOneIn()
    {
        (_force.Urgent, _force.Duration, _force.OrderId) = (true, TimeSpan.FromDays(2), Guid.NewGuid());
        Assert.Null(await TakeAsync(Desire()));
        _slot.Purge(_slot.Current!);
        (_now, _force.Ratified) = (_force.Now.AddHours(23), true);
        var ratified = Desire();
        for (var attempt = 0; attempt < 2; attempt++) Assert.Equal(RefusalReason.NotRatified, (await TakeAsync(ratified))?.Reason);
        Assert.Null(_slot.Current);
        _force.OrderId = Guid.NewGuid();
        Assert.Null(await TakeAsync(Desire()));
        (_force.OrderId, _force.Ratified, _now) = (Guid.NewGuid(), false, _force.Now);
        Assert.Null(await TakeAsync(Desire()));
    }

    public static TheoryData<string, RefusalReason> TakenAway() => new()
    {
        { "officer revoked", RefusalReason.OfficerRevoked },
        { "officer struck off", RefusalReason.UnknownOfficer },
        { "place forbidden", RefusalReason.ForbiddenPlace },
        { "shorter lists only", RefusalReason.PlaceLimit },
    };

    [Theory]
    [MemberData(nameof(TakenAway))]
    public async Task Take_NewRosterTakesAwayWhatTheOrderInForceStandsOn_ForgetsIt(string change, RefusalReason reason)
    {
        var loader = Loader();
        var desired = Desire();
        Assert.Null(await loader.TakeAsync(desired, CancellationToken.None));
        var deployment = _slot.Current!;
        _force.RosterVersion = 2;
        desired.Roster = _force.SignedRoster();
        Assert.Null(await loader.TakeAsync(desired, CancellationToken.None));
        Assert.Same(deployment, _slot.Current);

        (_force.RosterVersion, _force.SpoilRoster) = (3, roster => Change(roster, change));
        desired.Roster = _force.SignedRoster();
        Assert.Equal(reason, (await loader.TakeAsync(desired, CancellationToken.None))?.Reason);
        Assert.Null(_slot.Current);
        Assert.False(deployment.TryRent());
    }

    private void Change(Roster roster, string change)
    {
        var rule = new PlaceRule
        {
            Name = "Market",
            Polygon =
            {
                new GeoPoint { Latitude = 51.4, Longitude = -0.3 },
                new GeoPoint { Latitude = 51.4, Longitude = 0 },
                new GeoPoint { Latitude = 51.6, Longitude = 0 },
                new GeoPoint { Latitude = 51.6, Longitude = -0.3 },
            },
        };
        switch (change)
        {
            case "officer revoked": roster.Officers[0].RevokedAt = Timestamp.FromDateTimeOffset(_now); break;
            case "officer struck off": roster.Officers.RemoveAt(0); break;
            case "place forbidden":
                rule.Forbidden = true;
                roster.PlaceRules.Add(rule);
                break;
            default:
                rule.MaxEntries = 1;
                roster.PlaceRules.Add(rule);
                break;
        }
    }

    [Fact]
    public async Task Take_CameraAwayForAMoment_CostsNoWatchlist()
    {
        var loader = Loader();
        var desired = Desire();
        Assert.Null(await loader.TakeAsync(desired, CancellationToken.None));
        var deployment = _slot.Current;
        _cameras = [];
        Assert.Equal(RefusalReason.WrongCamera, (await loader.TakeAsync(desired, CancellationToken.None))?.Reason);
        Assert.Same(deployment, _slot.Current);
    }

    [Fact]
    public async Task Take_SecondUrgentOrder_IsRefusedUntilTheFirstIsRatifiedHoweverLate()
    {
        (_force.Urgent, _force.OrderId) = (true, Guid.NewGuid());
        Assert.Null(await TakeAsync(Desire()));
        _force.Ratified = true;
        var ratified = Desire().Order;
        (_force.Ratified, _force.OrderId) = (false, Guid.NewGuid());
        var second = Desire();
        Assert.Null(await TakeAsync(new Desired { Version = 2 }));
        Assert.Equal(RefusalReason.UrgentPending, (await TakeAsync(second))?.Reason);

        // Signed by one only: strikes nothing off.
        Assert.Null(await TakeAsync(new Desired { Version = 3, Roster = second.Roster, RatifiedOrders = { second.Order } }));
        Assert.Equal(RefusalReason.UrgentPending, (await TakeAsync(second))?.Reason);

        // The order is over by now.
        _now = _force.Now.AddDays(3);
        Assert.Null(await TakeAsync(new Desired { Version = 4, Roster = second.Roster, RatifiedOrders = { ratified } }));
        _now = _force.Now;
        Assert.Null(await TakeAsync(second));
    }

    [Fact]
    public async Task Take_OlderRosterOrWatchlistAfterARestart_IsRefused()
    {
        (_force.RosterVersion, _force.WatchlistVersion) = (5, 5);
        Assert.Null(await TakeAsync(Desire()));
        _force.RosterVersion = 4;
        Assert.Equal(RefusalReason.OlderRoster, (await TakeAsync(Desire()))?.Reason);
        (_force.RosterVersion, _force.WatchlistVersion) = (5, 4);
        Assert.Equal(RefusalReason.OlderWatchlist, (await TakeAsync(Desire()))?.Reason);
    }

    [Fact]
    public async Task Take_RefusedState_DoesNotRaiseTheWatchlistVersion()
    {
        _force.WatchlistVersion = 9;
        var spoilt = Desire();
        _server.Alter = bytes => bytes[^1] ^= 1;
        Assert.Equal(RefusalReason.ContentAltered, (await TakeAsync(spoilt))?.Reason);
        _server.Alter = _ => { };
        (_force.WatchlistVersion, _force.BundleId) = (1, Guid.NewGuid());
        Assert.Null(await TakeAsync(Desire()));
    }

    [Fact]
    public async Task Take_EmptyOrder_ForgetsOrderWatchlistAndCiphertext()
    {
        await TakeAsync(Desire());
        var deployment = _slot.Current!;
        Assert.Null(await TakeAsync(new Desired { Version = 2 }));
        Assert.Null(_slot.Current);
        Assert.False(deployment.TryRent());
        Assert.Empty(Directory.EnumerateFiles(_folder.File("bundles")));
    }

    [Fact]
    public async Task Take_LineCutInTheMiddle_GoesOnWhereItStopped()
    {
        var desired = Desire();
        _server.CutAfter = 10;
        await Assert.ThrowsAsync<IOException>(() => TakeAsync(desired));
        Assert.True(_slot.Current is { HasWatchlist: false });
        _server.CutAfter = int.MaxValue;
        Assert.Null(await TakeAsync(desired));
        Assert.Equal([0L, 0L], _server.Offsets);
    }

    [Fact]
    public async Task Take_SameStateAfterARestart_UsesTheCiphertextOnDisk()
    {
        var desired = Desire();
        await TakeAsync(desired);
        _slot.Purge(_slot.Current!);
        Assert.Null(await TakeAsync(desired));
        Assert.True(_slot.Current is { HasWatchlist: true });
        Assert.Equal([0L], _server.Offsets);
    }

    [Fact]
    public async Task Take_CiphertextDamagedOnDisk_IsFetchedAgain()
    {
        var desired = Desire();
        await TakeAsync(desired);
        _slot.Purge(_slot.Current!);
        var path = Assert.Single(Directory.EnumerateFiles(_folder.File("bundles")));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[3] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Null(await TakeAsync(desired));
        Assert.Equal([0L, 0L], _server.Offsets);
    }

    [Fact]
    public async Task Take_StateInForceAlready_KeepsTheDeployment()
    {
        var desired = Desire();
        await TakeAsync(desired);
        var before = _slot.Current;
        Assert.Null(await TakeAsync(desired));
        Assert.Same(before, _slot.Current);
    }

    [Fact]
    public async Task Take_EntryWithdrawn_MatchesNobodyFromThenOnAndAgainWhenItIsRestored()
    {
        var desired = Desire();
        await TakeAsync(desired);
        var before = _slot.Rent()!;
        Assert.Equal(1, before.Search(Axis(1)).Score, 3);

        // Whatever the rest of the state is worth: it can only make the unit do less.
        var withdrawn = Desire(2);
        withdrawn.Order = ByteString.CopyFromUtf8("nonsense");
        withdrawn.Withdrawn.Add("p-2");
        withdrawn.Withdrawn.Add("somebody who is not on the list");
        Assert.NotNull(await TakeAsync(withdrawn));
        Assert.Same(before, _slot.Current);
        Assert.True(before.Search(Axis(1)).Score < 0.1f);
        Assert.Equal(0, before.Search(Axis(0)).Index);
        Assert.Equal(0, before.Compare(1, Axis(1)));
        before.Return();

        // Also in a list that is loaded now, as after a restart.
        _slot.Purge(_slot.Current!);
        desired.Withdrawn.Add("p-2");
        Assert.Null(await TakeAsync(desired));
        Assert.True(Score(Axis(1)) < 0.1f);
        desired.Withdrawn.Clear();
        Assert.Null(await TakeAsync(desired));
        Assert.Equal(1, Score(Axis(1)), 3);

        float Score(float[] probe)
        {
            var deployment = _slot.Rent()!;
            try
            {
                return deployment.Search(probe).Score;
            }
            finally
            {
                deployment.Return();
            }
        }
    }

    [Fact]
    public async Task Take_ListThatIsRefused_IsVouchedForAsNeverLoaded()
    {
        var desired = Spoil("other camera");
        Assert.NotNull(await TakeAsync(desired));
        var receipt = await ReceiptAsync();
        Assert.Equal((DeletionReason.NeverLoaded, _force.BundleId), (receipt.Reason, receipt.BundleId));
    }

    [Theory]
    [InlineData("order ended", DeletionReason.OrderEnded)]
    [InlineData("another list", DeletionReason.Replaced)]
    [InlineData("stopped", DeletionReason.Stopped)]
    public async Task Deleted_AnyWay_IsVouchedForOnceItIsOverwritten(string how, DeletionReason reason)
    {
        await TakeAsync(Desire());
        var (bundle, searching) = (_force.BundleId, _slot.Rent()!);
        if (how == "order ended")
        {
            await TakeAsync(new Desired { Version = 2 });
        }
        else if (how == "another list")
        {
            (_force.BundleId, _force.WatchlistVersion) = (Guid.NewGuid(), 2);
            Assert.Null(await TakeAsync(Desire(2)));
        }
        else
        {
            _slot.Purge(_slot.Current!, DeletionReason.Stopped);
        }

        // Somebody searches still: nothing is vouched for.
        Assert.Empty(Directory.EnumerateFiles(_folder.File("receipts"), "*.receipt"));
        searching.Return();
        var receipt = await ReceiptAsync();
        Assert.Equal((reason, bundle, searching.Order.OrderId), (receipt.Reason, receipt.BundleId, receipt.OrderId));
        Assert.Equal(SHA256.HashData(_bootKey.Certificate.PublicKey.Span), receipt.BootKeyDigest.ToArray());
    }

    [Fact]
    public async Task Deleted_ByAPowerCut_IsVouchedForByTheNextBoot()
    {
        await TakeAsync(Desire());
        using var next = BootKey.Create(TestForce.UnitId, _signingKey);
        var book = new ReceiptBook(
            _folder.File("receipts"), TestForce.UnitId, _signingKey, next.Certificate.PublicKey.Span, () => _now, NullLogger<ReceiptBook>.Instance);
        book.SettleEarlierBoots();
        var receipt = await ReceiptAsync();
        Assert.Equal(DeletionReason.PowerLost, receipt.Reason);
        Assert.Equal(SHA256.HashData(_bootKey.Certificate.PublicKey.Span), receipt.BootKeyDigest.ToArray());
        book.Acknowledge(Assert.Single(book.Pending()).Path);
        Assert.Empty(Directory.EnumerateFiles(_folder.File("receipts")));
    }

    [Fact]
    public async Task Disk_AfterLoading_HoldsNoTemplate()
    {
        await TakeAsync(Desire());
        var template = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteHalfLittleEndian(template, (Half)1f);
        foreach (var path in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(path)).AsSpan().IndexOf(template));
    }

    [Fact]
    public void Ledger_Damaged_IsNotStartedOver()
    {
        File.WriteAllText(_folder.File("authority.json"), "{");
        Assert.Throws<InvalidDataException>(() => AuthorityLedger.Open(_folder.File("authority.json")));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_books.Select(book => book.FlushAsync()));
        _bootKey.Dispose();
        _signingKey.Dispose();
        _force.Dispose();
        _folder.Dispose();
    }

    private async Task<VerifiedReceipt> ReceiptAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        string[] found;
        while ((found = Directory.GetFiles(_folder.File("receipts"), "*.receipt")).Length == 0) await timer.WaitForNextTickAsync(limit.Token);
        return DeletionReceipts.Verify(await File.ReadAllBytesAsync(Assert.Single(found)), TestForce.UnitId, _signingKey.ExportSubjectPublicKeyInfo()).Value;
    }

    private static float[] Axis(int axis)
    {
        var template = new float[8];
        template[axis] = 1;
        return template;
    }

    private Desired Desire(ulong version = 1) => _force.Desire(_bootKey.Certificate, _signingKey.ExportSubjectPublicKeyInfo(), version);

    private Desired Spoil(string fault)
    {
        if (fault == "one signature") return _force.Desire(_bootKey.Certificate, _signingKey.ExportSubjectPublicKeyInfo(), 9, oneSignature: true);
        _force.Spoil = order => Spoil(order, fault);
        if (fault == "other pack") _force.PackDigest = SHA256.HashData("another"u8);
        if (fault == "expired") _force.Duration = TimeSpan.FromMinutes(-1);
        var desired = Desire(9);
        switch (fault)
        {
            case "altered order":
                var order = desired.Order.ToByteArray();
                order[^1] ^= 1;
                desired.Order = ByteString.CopyFrom(order);
                break;
            case "other roster":
                using (var other = new TestForce { Entries = { ["p-1"] = Axis(0) } })
                {
                    desired.Roster = other.Desire(_bootKey.Certificate, _signingKey.ExportSubjectPublicKeyInfo()).Roster;
                }

                break;
            case "no header": desired.BundleHeader = ByteString.Empty; break;
            case "header of another order":
                _force.OrderId = Guid.NewGuid();
                desired.BundleHeader = Desire().BundleHeader;
                break;
            case "key of another boot":
                using (var other = BootKey.Create(TestForce.UnitId, _signingKey)) desired.ContentKey = _force.Desire(other.Certificate,
                    _signingKey.ExportSubjectPublicKeyInfo()).ContentKey;
                break;
            case "no key": desired.ContentKey = null; break;
            case "altered ciphertext": _server.Alter = bytes => bytes[0] ^= 1; break;
        }

        return desired;
    }

    private static void Spoil(DeploymentOrder order, string fault)
    {
        switch (fault)
        {
            case "other unit":
                order.UnitIds[0] = "unit-2";
                order.Cameras[0].UnitId = "unit-2";
                break;
            case "other camera": order.Cameras[0].Fingerprint = "v4l2:SN-0009"; break;
            case "elsewhere": order.Place.Polygon[1].Longitude = -0.119; break;
            case "no certificate": order.Certificate = null; break;
            case "certificate that contradicts itself": order.Certificate.Rates[0].LargestListOneInSixThousand++; break;
            case "certificate of another pack": order.Certificate.PackDigest = ByteString.CopyFrom(new byte[32]); break;
            case "threshold below the certificate's": order.Certificate.Rates[0].Threshold = MathF.BitIncrement(order.Threshold); break;
            case "list longer than the certificate allows":
                // For one entry, not for two.
                order.Certificate.Rates[0] = PackCertificateRules.Rate(order.Threshold, 2000, 20_000_000, 1.1e-4);
                break;
        }
    }

    // A new loader, ledger and store each time: as after a restart.
    private DeploymentLoader Loader() => new(
        new UnitFacts(TestForce.UnitId, _force.RootPublicKey, _pack, _force.TemplateLength, TestForce.Position, () => _cameras),
        _bootKey,
        _slot,
        AuthorityLedger.Open(_folder.File("authority.json")),
        new BundleStore(_folder.File("bundles"), _server),
        Book(),
        () => _now,
        NullLogger<DeploymentLoader>.Instance);

    private ReceiptBook Book()
    {
        var book = new ReceiptBook(
            _folder.File("receipts"), TestForce.UnitId, _signingKey, _bootKey.Certificate.PublicKey.Span, () => _now, NullLogger<ReceiptBook>.Instance);
        _books.Add(book);
        return book;
    }

    private Task<Refusal?> TakeAsync(Desired desired) => Loader().TakeAsync(desired, CancellationToken.None);

    /// <summary>Serves the force's last ciphertext in pieces of five bytes.</summary>
    private sealed class Server(TestForce force) : IBundleSource
    {
        public List<long> Offsets { get; } = [];

        public int CutAfter { get; set; } = int.MaxValue;

        public Action<byte[]> Alter { get; set; } = _ => { };

        public async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> FetchAsync(
            Guid bundleId, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            Offsets.Add(offset);
            var bytes = force.Ciphertext.ToArray();
            Alter(bytes);
            var end = Math.Min(bytes.Length, (long)CutAfter);
            while (offset < end)
            {
                var length = (int)Math.Min(5, end - offset);
                yield return (offset, bytes.AsMemory((int)offset, length));
                offset += length;
            }
        }

        public Task<ReadOnlyMemory<byte>?> FetchDeltaAsync(Guid bundleId, Guid baseId, long longest, CancellationToken cancellationToken) =>
            Task.FromResult<ReadOnlyMemory<byte>?>(null);
    }
}
