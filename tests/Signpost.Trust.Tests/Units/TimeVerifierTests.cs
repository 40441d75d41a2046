using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using Signpost.Contracts.V1;

namespace Signpost.Trust.Tests;

public sealed class TimeVerifierTests : IDisposable
{
    private const string UnitId = "unit-1";
    private static readonly DateTimeOffset Now = TestForce.Now;
    private static readonly byte[] Nonce = SHA256.HashData("a question"u8)[..TimeSigner.NonceLength];

    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(Now);
    private readonly IssuingAuthority authority;
    private readonly TimeSigner signer;

    public TimeVerifierTests()
    {
        authority = IssuingAuthority.CreateOrLoad(directory["pki"], "Test Force units", time);
        signer = authority.CreateOrLoadTimeSigner();
    }

    public void Dispose()
    {
        signer.Dispose();
        authority.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Time_OfThisQuestion_IsTaken() => Assert.Equal(Now, Verify(signer.Tell(UnitId, Nonce)).Value.Time);

    [Fact]
    public void Time_WithoutAQuestion_IsNotTold()
    {
        Assert.Null(signer.Tell(UnitId, []));
        Assert.Equal(RefusalReason.Malformed, Verify(null).Refusal!.Reason);
    }

    [Fact]
    public void Time_OfAnotherQuestion_IsRefused() =>
        Assert.Equal(RefusalReason.Expired, Verify(signer.Tell(UnitId, SHA256.HashData("another"u8).AsSpan(0, 16))).Refusal!.Reason);

    [Fact]
    public void Time_ForAnotherUnit_IsRefused() => Assert.Equal(RefusalReason.WrongUnit, Verify(signer.Tell("unit-2", Nonce)).Refusal!.Reason);

    [Fact]
    public void Time_EarlierThanWhatIsKnown_IsRefused()
    {
        Assert.True(Verify(signer.Tell(UnitId, Nonce), Now).IsAccepted);
        Assert.Equal(RefusalReason.Expired, Verify(signer.Tell(UnitId, Nonce), Now.AddSeconds(1)).Refusal!.Reason);
    }

    [Fact]
    public void Time_OfAnotherAuthority_IsRefused()
    {
        using var other = IssuingAuthority.CreateOrLoad(directory["other"], "Test Force units", time);
        using var stranger = other.CreateOrLoadTimeSigner();
        Assert.Equal(RefusalReason.BadSignature, Verify(stranger.Tell(UnitId, Nonce)).Refusal!.Reason);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("unit")]
    public void Time_SignedWithACertificateForSomethingElse_IsRefused(string kind)
    {
        using var key = P256.CreateKey();
        using var server = authority.CreateOrLoadServerCertificate("units", ["localhost"]);
        var der = kind == "server" ? server.RawData : authority.IssueUnitCertificate(UnitCertificateRequest.Create(key), UnitId).Value;
        using var impostor = new TimeSigner(kind == "server" ? KeyFiles.ReadSigningKey(directory["pki/units.key"]) : Copy(key), der, time);
        Assert.Equal(RefusalReason.BadSignature, Verify(impostor.Tell(UnitId, Nonce)).Refusal!.Reason);
    }

    [Fact]
    public void Time_WhenItsCertificateIsNotValid_IsRefused()
    {
        // A key that was stolen once tells no later time than its certificate's end.
        var told = signer.Tell(UnitId, Nonce, Now + IssuingAuthority.ServerLifetime + TimeSpan.FromDays(1));
        Assert.Equal(RefusalReason.BadSignature, Verify(told).Refusal!.Reason);
    }

    [Fact]
    public void Time_AnyBitFlipped_IsRefused()
    {
        var told = signer.Tell(UnitId, Nonce)!;
        foreach (var flipped in Mutations.BitFlips(told.SignedTime.ToByteArray()))
            Assert.False(Verify(new TimeStatement { SignedTime = ByteString.CopyFrom(flipped), Certificate = told.Certificate }).IsAccepted);
    }

    [Fact]
    public void Time_OfALaterVersionOrWithoutTime_IsRefused()
    {
        using var key = KeyFiles.ReadSigningKey(directory["pki/time.key"]);
        var certificate = signer.Tell(UnitId, Nonce)!.Certificate;
        Assert.Equal(RefusalReason.UnknownVersion, Verify(Signed(new SignedTime { FormatVersion = 2, Time = Now.ToTimestamp() })).Refusal!.Reason);
        Assert.Equal(RefusalReason.Incomplete, Verify(Signed(new SignedTime { FormatVersion = 1, UnitId = UnitId, Nonce = ByteString.CopyFrom(Nonce) })).Refusal!.Reason);

        TimeStatement Signed(SignedTime message) => new()
        {
            SignedTime = ByteString.CopyFrom(CoseSign1.Sign(ContentTypes.SignedTime, TimeSigner.KeyId, message.ToByteArray(), key)),
            Certificate = certificate,
        };
    }

    [Fact]
    public void Signer_LoadedAgain_IsTheSameUntilAThirdIsLeft()
    {
        using var again = authority.CreateOrLoadTimeSigner();
        Assert.Equal(signer.Tell(UnitId, Nonce)!.Certificate, again.Tell(UnitId, Nonce)!.Certificate);
        time.Advance(IssuingAuthority.ServerLifetime * 2 / 3 + TimeSpan.FromHours(1));
        using var renewed = authority.CreateOrLoadTimeSigner();
        Assert.NotEqual(signer.Tell(UnitId, Nonce)!.Certificate, renewed.Tell(UnitId, Nonce)!.Certificate);
        Assert.True(Verify(renewed.Tell(UnitId, Nonce)).IsAccepted);
    }

    private Result<VerifiedTime> Verify(TimeStatement? statement, DateTimeOffset? notBefore = null) =>
        TimeVerifier.Verify(statement, authority.Certificate, UnitId, Nonce, notBefore ?? DateTimeOffset.MinValue);

    private static ECDsa Copy(ECDsa key) => ECDsa.Create(key.ExportParameters(includePrivateParameters: true));
}
