using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Support;

/// <summary>A control plane's authority with a server's and a unit's certificate.</summary>
internal sealed class TestPki : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ECDsa _unitKey = P256.CreateKey();

    /// <param name="time">The control plane's clock.</param>
    public TestPki(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Authority = IssuingAuthority.CreateOrLoad(_folder.Path, "Test control plane", Time);
        Clock = Authority.CreateOrLoadTimeSigner();
        Server = Authority.CreateOrLoadServerCertificate("server", ["localhost"]);
        using var certificate = X509CertificateLoader.LoadCertificate(Authority.IssueUnitCertificate(UnitCertificateRequest.Create(_unitKey),
            TestForce.UnitId).Value);
        Unit = certificate.CopyWithPrivateKey(_unitKey);
    }

    public TimeProvider Time { get; }

    public IssuingAuthority Authority { get; }

    public TimeSigner Clock { get; }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Unit { get; }

    public void Dispose()
    {
        Unit.Dispose();
        Server.Dispose();
        Clock.Dispose();
        Authority.Dispose();
        _unitKey.Dispose();
        _folder.Dispose();
    }
}
