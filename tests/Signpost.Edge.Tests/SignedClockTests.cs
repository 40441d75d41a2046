using System.Net.Security;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Contracts.V1;
using Signpost.Edge.Interlocks;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Tests.Support;

namespace Signpost.Edge.Tests;

/// <summary>Clock games: only what was signed for this question moves the unit's time.</summary>
public sealed class SignedClockTests : IDisposable
{
    private const string Line = "localhost:1";

    private readonly ShiftedTime _controlPlane = new();
    private readonly TestPki _pki;
    private readonly SettableTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly DateTimeOffset _floor;
    private readonly ContactClock _clock;
    private readonly ServerTrust _servers;
    private readonly SignedClock _signed;

    public SignedClockTests()
    {
        _pki = new TestPki(_controlPlane);
        _floor = _time.Wall.AddHours(-1);
        _clock = new ContactClock(_time, _floor);
        _servers = new ServerTrust(_pki.Authority.Certificate, () => _clock.Trusted, () => _clock.Floor);
        _signed = new SignedClock(_clock, TestForce.UnitId, _pki.Authority.Certificate, _servers, _time, NullLogger<SignedClock>.Instance);
    }

    public void Dispose() => _pki.Dispose();

    [Fact]
    public void Hear_SignedAnswer_IsTheTimeAndContact()
    {
        var heard = 0;
        _signed.Heard += () => heard++;
        Assert.True(Hear(_signed.Ask()));
        Assert.Equal(1, heard);
        Assert.NotNull(_clock.SinceContact);
        Assert.InRange((_clock.Now - _controlPlane.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    public static TheoryData<string> Games() =>
        ["nothing", "unsigned", "altered", "another unit's", "another authority's", "an earlier question's", "given twice", "late", "before the floor", "when the server's certificate is not valid"];

    [Theory]
    [MemberData(nameof(Games))]
    public void Hear_AnythingElse_MovesNothingAndIsNoContact(string game)
    {
        var earlier = _signed.Ask();
        var question = _signed.Ask();
        var nonce = question.Nonce.Span;
        using var other = new TestPki();
        TimeStatement? answer;
        switch (game)
        {
            case "nothing": answer = null; break;
            case "unsigned":
                answer = Tell(nonce);
                answer.SignedTime = ByteString.CopyFrom(new SignedTime { FormatVersion = 1, UnitId = TestForce.UnitId, Nonce = ByteString.CopyFrom(nonce) }.ToByteArray());
                break;
            case "altered":
                answer = Tell(nonce);
                var bytes = answer.SignedTime.ToByteArray();
                bytes[^1] ^= 1;
                answer.SignedTime = ByteString.CopyFrom(bytes);
                break;
            case "another unit's": answer = _pki.Clock.Tell("unit-2", nonce); break;
            case "another authority's": answer = other.Clock.Tell(TestForce.UnitId, nonce); break;
            case "an earlier question's": answer = Tell(earlier.Nonce.Span); break;
            case "given twice":
                answer = Tell(nonce);
                _controlPlane.Shift = TimeSpan.FromDays(-2);
                Assert.False(_signed.Hear(question, Tell(nonce), Line));
                _controlPlane.Shift = TimeSpan.Zero;
                break;
            case "late":
                answer = Tell(nonce);
                _time.Advance(SignedClock.Patience + TimeSpan.FromSeconds(1));
                break;
            case "before the floor":
                _controlPlane.Shift = TimeSpan.FromHours(-2);
                answer = Tell(nonce);
                break;
            default:
                Assert.True(_servers.Accepts(Line, _pki.Server, SslPolicyErrors.RemoteCertificateChainErrors));
                // A time key that outlives the server's certificate: dates that were not looked at in the handshake are looked at now.
                _controlPlane.Shift = TimeSpan.FromDays(399);
                using (var later = _pki.Authority.CreateOrLoadTimeSigner()) answer = later.Tell(TestForce.UnitId, nonce);
                break;
        }

        var before = _clock.Floor;
        Assert.False(_signed.Hear(question, answer, Line));
        Assert.Equal(before, _clock.Floor);
        Assert.Null(_clock.SinceContact);
        Assert.Null(_clock.Trusted);
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public void Hear_WallClockSetByDays_IsNotBelievedWhateverWay(int days)
    {
        _time.Wall += TimeSpan.FromDays(days);
        Assert.True(Hear(_signed.Ask()));
        Assert.False(_clock.IsTrusted);
        Assert.InRange((_clock.Now - _controlPlane.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        _time.Wall -= TimeSpan.FromDays(days);
        Assert.True(_clock.IsTrusted);
    }

    [Fact]
    public void Accepts_TimeNotKnown_LooksAtChainNameAndFloorAlone()
    {
        using var stranger = new TestPki();
        Assert.True(_servers.Accepts(Line, _pki.Server, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(_servers.Accepts(Line, stranger.Server, SslPolicyErrors.None));
        Assert.False(_servers.Accepts(Line, _pki.Server, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.False(_servers.Accepts(Line, _pki.Unit, SslPolicyErrors.None));
        Assert.False(_servers.Accepts(Line, null, SslPolicyErrors.RemoteCertificateNotAvailable));
        var after = new ServerTrust(_pki.Authority.Certificate, () => null, () => _time.Wall.AddDays(400));
        Assert.False(after.Accepts(Line, _pki.Server, SslPolicyErrors.None));
    }

    [Fact]
    public void Accepts_TimeKnown_GoesByItAndNotByTheWallClock()
    {
        DateTimeOffset now = _controlPlane.GetUtcNow();
        var servers = new ServerTrust(_pki.Authority.Certificate, () => now, () => DateTimeOffset.MinValue);
        Assert.True(servers.Accepts(Line, _pki.Server, SslPolicyErrors.RemoteCertificateChainErrors));
        now = now.AddDays(399);
        Assert.False(servers.Accepts(Line, _pki.Server, SslPolicyErrors.None));
    }

    [Fact]
    public void BootTime_Counter_GoesOnAndAgreesWithTheOrdinaryOne()
    {
        var (boot, system) = (BootTime.Instance, TimeProvider.System);
        var (from, systemFrom) = (boot.GetTimestamp(), system.GetTimestamp());
        while (system.GetElapsedTime(systemFrom) < TimeSpan.FromMilliseconds(20)) Thread.SpinWait(100);
        var (elapsed, systemElapsed) = (boot.GetElapsedTime(from), system.GetElapsedTime(systemFrom));
        Assert.InRange(elapsed, TimeSpan.FromMilliseconds(20), systemElapsed + TimeSpan.FromMilliseconds(1));
    }

    private bool Hear(TimeQuestion question) => _signed.Hear(question, Tell(question.Nonce.Span), Line);

    private TimeStatement Tell(ReadOnlySpan<byte> nonce) => _pki.Clock.Tell(TestForce.UnitId, nonce)!;
}
