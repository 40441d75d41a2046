using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Signpost.Contracts.V1;

namespace Signpost.Trust.Tests;

public sealed class IssuingAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = TestForce.Now;
    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(Now);
    private readonly IssuingAuthority authority;

    public IssuingAuthorityTests() => authority = IssuingAuthority.CreateOrLoad(directory["pki"], "Test Force units", time);

    public void Dispose()
    {
        authority.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Authority_LoadedAgain_IsTheSameAndItsKeyIsTheOwnersOnly()
    {
        using var again = IssuingAuthority.CreateOrLoad(directory["pki"], "another name", time);
        Assert.Equal(authority.Certificate.RawData, again.Certificate.RawData);
        Assert.False(again.Certificate.HasPrivateKey);
        Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(directory["pki/issuing-ca.key"]));
    }

    [Fact]
    public void Authority_KeyOfAnother_IsRefused()
    {
        using var other = P256.CreateKey();
        KeyFiles.Write(directory["pki/issuing-ca.key"], other);
        Assert.Throws<TrustException>(() => IssuingAuthority.CreateOrLoad(directory["pki"], "Test Force units", time));
    }

    [Fact]
    public void Authority_Expired_IsRefused()
    {
        time.Advance(IssuingAuthority.AuthorityLifetime + TimeSpan.FromMinutes(1));
        Assert.Throws<TrustException>(() => IssuingAuthority.CreateOrLoad(directory["pki"], "Test Force units", time));
    }

    [Fact]
    public void UnitCertificate_Issued_NamesTheUnitForThirtyDaysAndForClientsOnly()
    {
        using var key = P256.CreateKey();
        using var certificate = Load(authority.IssueUnitCertificate(UnitCertificateRequest.Create(key), "unit-1").Value);
        Assert.Equal("unit-1", PeerCertificates.UnitIdOf(certificate, authority.Certificate, Now).Value);
        Assert.Equal(Now.AddDays(30).UtcDateTime, certificate.NotAfter.ToUniversalTime());
        using var issuedKey = certificate.GetECDsaPublicKey();
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), issuedKey!.ExportSubjectPublicKeyInfo());
        Assert.False(PeerCertificates.IsIssuedBy(certificate, authority.Certificate, CertificateProfile.ServerAuthentication, Now));
    }

    [Fact]
    public void UnitCertificate_RequestWithWishes_GetsNoneOfThem()
    {
        using var key = P256.CreateKey();
        var wishes = new CertificateRequest(new X500DistinguishedName("CN=unit-9,O=Control Plane"), key, HashAlgorithmName.SHA256);
        wishes.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        wishes.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CertificateProfile.ServerAuthentication)], false));
        using var certificate = Load(authority.IssueUnitCertificate(wishes.CreateSigningRequest(), "unit-1").Value);
        Assert.Equal("CN=unit-1", certificate.Subject);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal([CertificateProfile.ClientAuthentication], certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(o => o.Value));
    }

    [Fact]
    public void UnitCertificate_RequestWithOtherKeys_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var requests = new[]
        {
            new CertificateRequest("CN=unit", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(),
            new CertificateRequest("CN=unit", p384, HashAlgorithmName.SHA256).CreateSigningRequest(),
        };
        foreach (var request in requests) Assert.Equal(RefusalReason.WrongKey, authority.IssueUnitCertificate(request, "unit-1").Refusal!.Reason);
    }

    [Fact]
    public void UnitCertificate_RequestSpoiltAnyhow_IsRefusedAndNeverThrows()
    {
        using var key = P256.CreateKey();
        var request = UnitCertificateRequest.Create(key);
        Assert.Equal(RefusalReason.Malformed, authority.IssueUnitCertificate(new byte[20_000], "unit-1").Refusal!.Reason);
        Assert.Equal(RefusalReason.Malformed, authority.IssueUnitCertificate(request.Append((byte)0).ToArray(), "unit-1").Refusal!.Reason);
        request[^1] ^= 1;
        Assert.Equal(RefusalReason.BadSignature, authority.IssueUnitCertificate(request, "unit-1").Refusal!.Reason);
        Gen.OneOf(Gen.Byte.Array[0, 200], Mutations.Splices(request)).Sample(bytes => Assert.False(authority.IssueUnitCertificate(bytes, "unit-1").IsAccepted), iter: 500);
        foreach (var flipped in Mutations.BitFlips(request)) _ = authority.IssueUnitCertificate(flipped, "unit-1");
    }

    [Fact]
    public void UnitIdOf_ExpiredOrNotYetValid_IsRefused()
    {
        using var key = P256.CreateKey();
        using var certificate = Load(authority.IssueUnitCertificate(UnitCertificateRequest.Create(key), "unit-1").Value);
        Assert.Equal(RefusalReason.Expired, PeerCertificates.UnitIdOf(certificate, authority.Certificate, Now.AddDays(30)).Refusal!.Reason);
        Assert.Equal(RefusalReason.Expired, PeerCertificates.UnitIdOf(certificate, authority.Certificate, Now.AddHours(-1)).Refusal!.Reason);
    }

    [Fact]
    public void UnitIdOf_AnotherAuthorityServerCertificateAuthorityItselfOrNone_IsRefused()
    {
        using var other = IssuingAuthority.CreateOrLoad(directory["other"], "Test Force units", time);
        using var key = P256.CreateKey();
        using var foreign = Load(other.IssueUnitCertificate(UnitCertificateRequest.Create(key), "unit-1").Value);
        using var server = authority.CreateOrLoadServerCertificate("units", []);
        Assert.Equal(RefusalReason.BadSignature, PeerCertificates.UnitIdOf(foreign, authority.Certificate, Now).Refusal!.Reason);
        Assert.Equal(RefusalReason.BadSignature, PeerCertificates.UnitIdOf(server, authority.Certificate, Now).Refusal!.Reason);
        Assert.Equal(RefusalReason.BadSignature, PeerCertificates.UnitIdOf(authority.Certificate, authority.Certificate, Now).Refusal!.Reason);
        Assert.Equal(RefusalReason.Malformed, PeerCertificates.UnitIdOf(null, authority.Certificate, Now).Refusal!.Reason);
    }

    [Fact]
    public void ServerCertificate_LoadedAgain_IsKeptUntilHostsChangeOrTimeRunsOut()
    {
        using var first = authority.CreateOrLoadServerCertificate("units", ["cp.example"]);
        using var second = authority.CreateOrLoadServerCertificate("units", ["cp.example"]);
        Assert.Equal(first.RawData, second.RawData);
        Assert.True(first.HasPrivateKey);
        foreach (var host in new[] { "cp.example", "localhost", "127.0.0.1", "::1" }) Assert.True(first.MatchesHostname(host, false, false));
        Assert.False(first.MatchesHostname("other.example", false, false));

        using var otherHost = authority.CreateOrLoadServerCertificate("units", ["other.example"]);
        Assert.NotEqual(first.RawData, otherHost.RawData);
        time.Advance(IssuingAuthority.ServerLifetime * 0.7);
        using var renewed = authority.CreateOrLoadServerCertificate("units", ["other.example"]);
        Assert.NotEqual(otherHost.RawData, renewed.RawData);
        Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(directory["pki/units.key"]));
    }

    private static X509Certificate2 Load(byte[] der) => X509CertificateLoader.LoadCertificate(der);
}
