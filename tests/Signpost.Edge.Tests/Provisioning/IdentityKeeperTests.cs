using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Edge.Interlocks;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Tests.Support;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Provisioning;

/// <summary>A certificate's life over real lines: renewed in time, after its end, and whatever is cut off on the way.</summary>
public sealed class IdentityKeeperTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly ShiftedTime _controlPlaneTime = new();
    private readonly TestPki _pki;
    private readonly TestControlPlane _plane;

    public IdentityKeeperTests()
    {
        _pki = new TestPki(_controlPlaneTime);
        _plane = new TestControlPlane(_pki, new TestBroker(_pki));
    }

    [Fact]
    public async Task Look_TwoThirdsOfItsLifeNotOver_RenewsNothing()
    {
        using var first = Enrol();
        _controlPlaneTime.Shift = TimeSpan.FromDays(19);
        var life = new Life(this);
        Assert.Equal(IdentityStanding.Good, await life.LookAsync());
        Assert.Equal(first.Certificate.Thumbprint, Load());
    }

    [Fact]
    public async Task Look_OneThirdLeft_RenewsForANewKeyAndUsesIt()
    {
        using var first = Enrol();
        _controlPlaneTime.Shift = TimeSpan.FromDays(21);
        var life = new Life(this);
        Assert.Equal(IdentityStanding.Good, await life.LookAsync());
        using var renewed = new IdentityStore(_folder.Path).Load();
        Assert.NotEqual(PublicKey(first), PublicKey(renewed));
        Assert.Equal(first.SigningKey.ExportSubjectPublicKeyInfo(), renewed.SigningKey.ExportSubjectPublicKeyInfo());
        Assert.Equal((renewed.Certificate.Thumbprint, null), (_plane.Present, _plane.Next));
        Assert.Equal(renewed.Certificate.Thumbprint, life.Identity.Certificate.Thumbprint);
        Assert.InRange((renewed.IssuedAt - _controlPlaneTime.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));

        // The earlier one is nobody's any more.
        life.Adopt(first);
        life.Keeper.Wake();
        Assert.Equal(IdentityStanding.OutOfReach, await life.LookAsync());
    }

    [Theory]
    [InlineData(-3650)]
    [InlineData(0)]
    [InlineData(3650)]
    public async Task Look_SixtyDaysAwayWithTheClockMoved_RenewsTheExpiredCertificate(int clockMovedByDays)
    {
        using var first = Enrol();
        _controlPlaneTime.Shift = TimeSpan.FromDays(60);
        var life = new Life(this, TimeSpan.FromDays(60 + clockMovedByDays));
        Assert.Equal(IdentityStanding.Good, await life.LookAsync());
        using var renewed = new IdentityStore(_folder.Path).Load();
        Assert.True(renewed.Certificate.NotAfter.ToUniversalTime() > _controlPlaneTime.GetUtcNow().UtcDateTime.AddDays(29));
        Assert.Equal(clockMovedByDays == 0, life.Clock.IsTrusted);
    }

    [Fact]
    public async Task Look_Revoked_IsToldSo_AlsoWithAnExpiredCertificate()
    {
        using var first = Enrol();
        _plane.IsRevoked = true;
        var life = new Life(this);
        Assert.Equal(IdentityStanding.Revoked, await life.LookAsync());
        Assert.False(life.IsBelieved);
        _controlPlaneTime.Shift = TimeSpan.FromDays(60);
        Assert.Equal(IdentityStanding.Revoked, await life.LookAsync());
        _plane.IsRevoked = false;
        Assert.Equal(IdentityStanding.Good, await life.LookAsync());
        Assert.True(life.IsBelieved);
    }

    [Fact]
    public async Task Look_NobodyThere_IsAnOutageAndNoRevocation()
    {
        using var first = Enrol();
        await _plane.DisposeAsync();
        var life = new Life(this);
        Assert.Equal(IdentityStanding.OutOfReach, await life.LookAsync());
        Assert.Null(life.IsBelieved);
        Assert.Equal(first.Certificate.Thumbprint, Load());
    }

    [Theory]
    [InlineData("Renew")]
    [InlineData("Confirm")]
    public async Task Look_AnswerLost_GoesOnAndRenewsAtTheNextLook(string call)
    {
        using var first = Enrol();
        _controlPlaneTime.Shift = TimeSpan.FromDays(21);
        var asked = 0;
        // The first confirmation only asks for the time.
        _plane.BeforeAnswer = name =>
        {
            if (name == call && ++asked == (call == "Confirm" ? 2 : 1)) throw new InvalidOperationException("the answer is lost");
        };
        var life = new Life(this);
        Assert.Equal(IdentityStanding.OutOfReach, await life.LookAsync());
        Assert.Equal(first.Certificate.Thumbprint, Load());
        Assert.Equal(IdentityStanding.Good, await life.LookAsync());
        Assert.NotEqual(first.Certificate.Thumbprint, Load());
        Assert.Equal(Load(), _plane.Present);
    }

    [Fact]
    public async Task Look_PowerCutAtAnyStep_LeavesAnIdentityThatWorks()
    {
        using var first = Enrol();
        _controlPlaneTime.Shift = TimeSpan.FromDays(21);
        var steps = 0;
        for (var cut = 1; ; cut++)
        {
            var step = 0;
            var dying = new Life(this, store: new IdentityStore(_folder.Path) { Step = () => { if (++step == cut) throw new PowerCutException(); } });
            var died = await Record.ExceptionAsync(dying.LookAsync) is PowerCutException;

            // The next start: what is on the disk loads, and the control plane believes it or what the unit makes of it at once.
            using (var loaded = new IdentityStore(_folder.Path).Load()) Assert.Equal(TestForce.UnitId, loaded.UnitId);
            var again = new Life(this);
            again.Keeper.Wake();
            Assert.Equal(IdentityStanding.Good, await again.LookAsync());
            Assert.Equal(_plane.Present, Load());
            if (!died) break;
            steps++;

            // A third of the next certificate's life is left.
            _controlPlaneTime.Shift += TimeSpan.FromDays(21);
        }

        // Empty slot; folders, two keys, request, occasion, certificate, authority, facts; pointer, name.
        Assert.InRange(steps, 10, 14);
    }

    [Fact]
    public async Task Look_CandidateThatIsNotBelieved_IsDroppedAndThePresentOneStays()
    {
        using var first = Enrol();
        _controlPlaneTime.Shift = TimeSpan.FromDays(1);
        var store = new IdentityStore(_folder.Path);
        Put(store, first, promote: false);
        Assert.Equal(IdentityStanding.Good, await new Life(this).LookAsync());
        Assert.Equal(first.Certificate.Thumbprint, Load());
        Assert.Null(store.LoadCandidate());
    }

    public async ValueTask InitializeAsync() => await _plane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _pki.Dispose();
        _folder.Dispose();
    }

    private UnitIdentity Enrol()
    {
        var store = new IdentityStore(_folder.Path);
        Put(store, null, promote: true);
        var identity = store.Load();
        _plane.Present = identity.Certificate.Thumbprint;
        return identity;
    }

    // What an enrolment leaves, with a certificate of the control plane's time.
    private void Put(IdentityStore store, UnitIdentity? like, bool promote)
    {
        using var identityKey = P256.CreateKey();
        using var signingKey = P256.CreateKey();
        var request = UnitCertificateRequest.Create(identityKey);
        using var certificate = X509CertificateLoader.LoadCertificate(_pki.Authority.IssueUnitCertificate(request, TestForce.UnitId).Value);
        store.Prepare(identityKey, like?.SigningKey ?? signingKey, request, [1]);
        store.Complete(
            new IdentityFacts
            {
                UnitId = TestForce.UnitId,
                RosterRoot = [1],
                UnitsHost = "localhost",
                UnitsPort = _plane.UnitsPort,
                EnrolmentPort = _plane.EnrolmentPort,
                BrokerHost = "localhost",
                BrokerPort = 1,
                IssuedAt = _controlPlaneTime.GetUtcNow(),
            },
            certificate, _pki.Authority.Certificate);
        if (promote) store.Promote();
    }

    private string Load()
    {
        using var identity = new IdentityStore(_folder.Path).Load();
        return identity.Certificate.Thumbprint;
    }

    private static byte[] PublicKey(UnitIdentity identity)
    {
        using var key = identity.Certificate.GetECDsaPublicKey();
        return key!.ExportSubjectPublicKeyInfo();
    }

    private sealed class PowerCutException : Exception;

    /// <summary>The unit from one start to its end.</summary>
    private sealed class Life : IIdentityHolder
    {
        public Life(IdentityKeeperTests test, TimeSpan wallShift = default, IdentityStore? store = null)
        {
            var time = new ShiftedTime { Shift = wallShift };
            Identity = new IdentityStore(test._folder.Path).Load();
            Clock = new ContactClock(time, Identity.IssuedAt);
            var servers = new ServerTrust(Identity.Authority, () => Clock.Trusted, () => Clock.Floor);
            var signed = new SignedClock(Clock, Identity.UnitId, Identity.Authority, servers, time, NullLogger<SignedClock>.Instance);
            Keeper = new IdentityKeeper(
                this, store ?? new IdentityStore(test._folder.Path), signed, Clock, servers, time, new Random(1), NullLogger<IdentityKeeper>.Instance);
        }

        public ContactClock Clock { get; }

        public IdentityKeeper Keeper { get; }

        public UnitIdentity Identity { get; private set; }

        public bool? IsBelieved { get; private set; }

        public void Adopt(UnitIdentity renewed) => Identity = renewed;

        public void Judge(bool isBelieved) => IsBelieved = isBelieved;

        public async Task<IdentityStanding> LookAsync() => await Keeper.LookAsync(TestContext.Current.CancellationToken);
    }
}
