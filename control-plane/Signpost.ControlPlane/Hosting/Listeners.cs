using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MQTTnet.AspNetCore;
using Signpost.ControlPlane.Broker;
using Signpost.Trust;

namespace Signpost.ControlPlane.Hosting;

/// <summary>Kestrel's ports: console, units, enrolment, and the broker when it is embedded.</summary>
internal static class Listeners
{
    /// <summary>Bytes of a request body, where an endpoint does not allow more.</summary>
    private const long LargestBody = 256 * 1024;

    public static void Configure(KestrelServerOptions kestrel, ControlPlaneSettings settings, Certificates certificates, IssuingAuthority authority, TimeProvider time)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

        kestrel.ListenLocalhost(settings.ConsolePort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Mark(Listener.Console);
        });
        Listen(settings.EnrolmentPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Mark(Listener.Enrolment);
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificates.Enrolment;
                https.ServerCertificateChain = [authority.Certificate];
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.CheckCertificateRevocation = false;
                // Of any date: a unit that was away for longer than its certificate lasts comes here for a new one.
                https.ClientCertificateValidation = (X509Certificate2 certificate, X509Chain? _, SslPolicyErrors _) =>
                    PeerCertificates.UnitIdOfAnyDate(certificate, authority.Certificate).IsAccepted;
            });
        });
        Listen(settings.UnitsPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Mark(Listener.Units);
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificates.Units;
                RequireUnit(https, authority, time);
            });
        });
        if (!settings.EmbeddedBroker) return;
        Listen(settings.BrokerPort, listen =>
        {
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificates.Broker;
                RequireUnit(https, authority, time);
            });
            listen.LimitPackets(BrokerRules.LargestPacket);
            listen.UseMqtt();
        });

        void Listen(int port, Action<ListenOptions> configure)
        {
            if (settings.LoopbackOnly) kestrel.ListenLocalhost(port, configure);
            else kestrel.ListenAnyIP(port, configure);
        }
    }

    /// <summary>Only certificates of this control plane's authority get through the handshake; whether the unit is still believed is asked with every call.</summary>
    private static void RequireUnit(HttpsConnectionAdapterOptions https, IssuingAuthority authority, TimeProvider time)
    {
        https.ServerCertificateChain = [authority.Certificate];
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.CheckCertificateRevocation = false;
        https.ClientCertificateValidation = (X509Certificate2 certificate, X509Chain? _, SslPolicyErrors _) =>
            PeerCertificates.UnitIdOf(certificate, authority.Certificate, time.GetUtcNow()).IsAccepted;
    }
}
