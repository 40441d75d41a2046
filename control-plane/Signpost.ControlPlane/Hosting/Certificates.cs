using System.Security.Cryptography.X509Certificates;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>Server certificates of the three TLS listeners, kept in the data directory and renewed by the issuing authority at start.</summary>
internal sealed class Certificates(IssuingAuthority authority, ControlPlaneSettings settings) : IDisposable
{
    public X509Certificate2 Units { get; } = authority.CreateOrLoadServerCertificate("units", [settings.AdvertisedHost]);

    public X509Certificate2 Enrolment { get; } = authority.CreateOrLoadServerCertificate("enrolment", [settings.AdvertisedHost]);

    /// <summary>Made for an external broker too, which is configured with the same files.</summary>
    public X509Certificate2 Broker { get; } = authority.CreateOrLoadServerCertificate("broker", [settings.BrokerHost, settings.AdvertisedHost]);

    public void Dispose()
    {
        Units.Dispose();
        Enrolment.Dispose();
        Broker.Dispose();
    }
}
