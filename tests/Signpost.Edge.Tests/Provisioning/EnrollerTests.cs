using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Edge.Provisioning;
using Signpost.Edge.Tests.Support;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Provisioning;

public sealed class EnrollerTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly ShiftedTime _time = new();
    private readonly TestPki _pki;
    private readonly TestForce _force = new();
    private readonly TestControlPlane _plane;

    public EnrollerTests()
    {
        _pki = new TestPki(_time);
        _plane = new TestControlPlane(_pki, new TestBroker(_pki));
    }

    [Fact]
    public async Task Enrol_GoodToken_KeepsAnIdentityThatLoadsAgain()
    {
        using var identity = await EnrolAsync();
        Assert.Equal(TestForce.UnitId, identity.UnitId);
        using var again = new IdentityStore(_folder.Path).Load();
        Assert.Equal(identity.Certificate.Thumbprint, again.Certificate.Thumbprint);
        Assert.True(again.Certificate.HasPrivateKey);
        Assert.Equal(_plane.Enrolled!.SigningPublicKey.ToByteArray(), again.SigningKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(_force.RootPublicKey, again.RosterRoot.ToArray());
        Assert.Equal(new Endpoint("localhost", _plane.UnitsPort), again.Units);
        Assert.False(_plane.Enrolled.SimulatedBoard);
    }

    [Fact]
    public async Task Enrol_GoodToken_LeavesKeysForTheOwnerAlone()
    {
        using var identity = await EnrolAsync();
        foreach (var path in Directory.EnumerateFiles(_folder.File("identity"), "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Enrol_UsedToken_SaysToGetANewOneAndKeepsNothing()
    {
        _plane.Token = "another";
        var failure = await Assert.ThrowsAsync<ProvisioningException>(EnrolAsync);
        Assert.Contains("new claim token", failure.Message, StringComparison.Ordinal);
        AssertNothingKept();
    }

    [Fact]
    public async Task Enrol_ServerOfAnotherAuthority_IsNotBelieved()
    {
        using var other = new TestPki();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => EnrolAsync(other));
        Assert.Contains("controlPlaneCa", failure.Message, StringComparison.Ordinal);
        Assert.Null(_plane.Enrolled);
        AssertNothingKept();
    }

    [Fact]
    public async Task Enrol_NobodyThere_SaysWhatToCheck()
    {
        await _plane.DisposeAsync();
        var failure = await Assert.ThrowsAsync<ProvisioningException>(EnrolAsync);
        Assert.Contains("Check the address", failure.Message, StringComparison.Ordinal);
        AssertNothingKept();
    }

    public static TheoryData<string> SpoiltReplies() =>
        ["certificate of another key", "no certificate", "other id", "bad id", "other authority", "no port", "no time", "time of another unit"];

    [Theory]
    [MemberData(nameof(SpoiltReplies))]
    public async Task Enrol_SpoiltReply_KeepsNothing(string fault)
    {
        using var otherKey = P256.CreateKey();
        using var other = new TestPki();
        _plane.SpoilEnrolment = reply =>
        {
            switch (fault)
            {
                case "certificate of another key":
                    reply.Certificate = ByteString.CopyFrom(_pki.Authority.IssueUnitCertificate(UnitCertificateRequest.Create(otherKey),
                        TestForce.UnitId).Value);
                    break;
                case "no certificate": reply.Certificate = ByteString.CopyFromUtf8("nothing"); break;
                case "other id": reply.UnitId = "unit-2"; break;
                case "bad id": reply.UnitId = "../unit"; break;
                case "other authority": reply.IssuingCa = ByteString.CopyFrom(other.Authority.Certificate.RawData); break;
                case "no time": reply.Time = null; break;
                case "time of another unit": reply.Time = _pki.Clock.Tell("unit-2", new byte[16]); break;
                case "no port": reply.BrokerPort = 70_000; break;
            }
        };
        await Assert.ThrowsAsync<ProvisioningException>(EnrolAsync);
        AssertNothingKept();
    }

    [Fact]
    public async Task Enrol_DiskCannotBeWritten_KeepsNothingAndSaysSo()
    {
        File.WriteAllText(_folder.File("identity"), "in the way");
        var failure = await Assert.ThrowsAsync<ProvisioningException>(EnrolAsync);
        Assert.Contains("cannot be stored", failure.Message, StringComparison.Ordinal);
        Assert.False(new IdentityStore(_folder.Path).Exists);
    }

    [Fact]
    public async Task Enrol_RemainsOfAnAttemptThatDied_AreReplaced()
    {
        Directory.CreateDirectory(Path.Combine(_folder.File("identity"), "a"));
        File.WriteAllText(Path.Combine(_folder.File("identity"), "a", "identity.key"), "half");
        using var identity = await EnrolAsync();
        Assert.Equal(TestForce.UnitId, identity.UnitId);
    }

    [Fact]
    public async Task Enrol_WaitsForApproval_AsksAgainWithTheSameKeys()
    {
        _plane.Waits = 2;
        using var identity = await EnrolAsync();
        Assert.Equal(3, _plane.Asked);
        Assert.Equal(TestForce.UnitId, identity.UnitId);
    }

    [Fact]
    public async Task Enrol_PowerCutWhileItWaits_GoesOnWithTheSameToken()
    {
        _plane.Waits = 1;
        _plane.BeforeAnswer = _ => throw new InvalidOperationException("the answer is lost");
        await Assert.ThrowsAsync<ProvisioningException>(EnrolAsync);
        AssertNothingKept();
        _plane.BeforeAnswer = _ => { };
        using var identity = await EnrolAsync();
        Assert.Equal(TestForce.UnitId, identity.UnitId);
    }

    [Fact]
    public async Task Enrol_ClockOfTheUnitWrong_IsNoObstacle()
    {
        using var identity = await EnrolAsync(_pki, new ShiftedTime { Shift = TimeSpan.FromDays(-4000) });
        Assert.InRange((identity.IssuedAt - TimeProvider.System.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("used token")]
    [InlineData("not confirmed")]
    public async Task Enrol_AgainAndItFails_LeavesThePresentIdentity(string fault)
    {
        using var first = await EnrolAsync();
        _plane.Present = first.Certificate.Thumbprint;
        if (fault == "used token") _plane.Token = "another";
        else _plane.Forget();
        _time.Shift = TimeSpan.FromMinutes(1);
        await Assert.ThrowsAsync<ProvisioningException>(EnrolAsync);
        using var still = new IdentityStore(_folder.Path).Load();
        Assert.Equal(first.Certificate.Thumbprint, still.Certificate.Thumbprint);
        Assert.Null(new IdentityStore(_folder.Path).LoadCandidate());
    }

    [Fact]
    public async Task Enrol_Again_TakesThePlaceOfThePresentIdentity()
    {
        using var first = await EnrolAsync();
        _plane.Forget();
        _time.Shift = TimeSpan.FromMinutes(1);
        using var second = await EnrolAsync();
        Assert.NotEqual(first.Certificate.Thumbprint, second.Certificate.Thumbprint);
        using var loaded = new IdentityStore(_folder.Path).Load();
        Assert.Equal(second.Certificate.Thumbprint, loaded.Certificate.Thumbprint);
    }

    [Theory]
    [InlineData("enrolmentUrl", "http://localhost:1")]
    [InlineData("controlPlaneCa", "no certificate")]
    [InlineData("rosterRootPublicKey", "AAAA")]
    [InlineData("claimTokenFile", "missing")]
    public void Read_ProvisionFileWithAFault_NamesIt(string field, string value)
    {
        var path = WriteProvision(_pki, values => values[field] = value);
        var failure = Assert.Throws<ProvisioningException>(() => Provision.Read(path));
        Assert.Contains(field == "claimTokenFile" ? "claim token" : field, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ClaimTokenOpenToOthers_IsRefused()
    {
        var path = WriteProvision(_pki, _ => { });
        File.SetUnixFileMode(_folder.File("token"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<ProvisioningException>(() => Provision.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity.key")]
    [InlineData("signing.key")]
    [InlineData("identity.crt")]
    [InlineData("unit.json")]
    public async Task Load_FileMissing_SaysWhatToDo(string file)
    {
        (await EnrolAsync()).Dispose();
        File.Delete(Path.Combine(_folder.File("identity"), "a", file));
        Assert.Contains("enrol again", Assert.Throws<ProvisioningException>(() =>
            new IdentityStore(_folder.Path).Load()).Message, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => await _plane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _force.Dispose();
        _pki.Dispose();
        _folder.Dispose();
    }

    private Task<UnitIdentity> EnrolAsync() => EnrolAsync(_pki);

    private Task<UnitIdentity> EnrolAsync(TestPki believed, TimeProvider? time = null)
    {
        var enroller = new Enroller(
            new IdentityStore(_folder.Path), new BoardFacts(SHA256.HashData("board"u8), IsSimulated: false), "test", time ?? TimeProvider.System, new Random(1),
                NullLogger<Enroller>.Instance);
        return enroller.EnrolAsync(Provision.Read(WriteProvision(believed, _ => { })), TestContext.Current.CancellationToken);
    }

    private string WriteProvision(TestPki believed, Action<Dictionary<string, string>> spoil)
    {
        AtomicFile.Write(_folder.File("token"), Encoding.ASCII.GetBytes("good-token\n"), AtomicFile.OwnerOnly);
        var values = new Dictionary<string, string>
        {
            ["enrolmentUrl"] = $"https://localhost:{_plane.EnrolmentPort}",
            ["controlPlaneCa"] = believed.Authority.Certificate.ExportCertificatePem(),
            ["rosterRootPublicKey"] = Convert.ToBase64String(_force.RootPublicKey),
            ["claimTokenFile"] = "token",
        };
        spoil(values);
        File.WriteAllText(_folder.File("provision.json"), JsonSerializer.Serialize(values));
        return _folder.File("provision.json");
    }

    private void AssertNothingKept()
    {
        Assert.False(new IdentityStore(_folder.Path).Exists);
        Assert.Null(new IdentityStore(_folder.Path).LoadCandidate());
    }
}
