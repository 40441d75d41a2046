using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signpost.Trust;

namespace Signpost.ControlPlane.Broker;

/// <summary>The control plane's own client certificate for the broker: its key is kept, the certificate is issued anew for each connection.</summary>
internal sealed class ControlPlaneCertificate(IssuingAuthority authority, string pkiDirectory)
{
    /// <exception cref="TrustException">The key file is unreadable or open to others.</exception>
    public X509Certificate2 Issue()
    {
        using var key = KeyFiles.ReadOrCreateSigningKey(Path.Combine(pkiDirectory, "control-plane.key"));
        var request = UnitCertificateRequest.Create(key);
        if (!authority.IssueUnitCertificate(request, BrokerRules.ControlPlane, listed: false).TryGet(out var der, out var refusal)) throw new CryptographicException(refusal.Detail);
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.CopyWithPrivateKey(key);
    }
}
