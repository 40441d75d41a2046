using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>gRPC lines to the control plane. Its private authority is the only one believed, the system's store counts for nothing.</summary>
public static class ControlPlaneLine
{
    private const int LargestMessage = 4 * 1024 * 1024;

    /// <summary>Bytes of a bundle on their way at once: 100 Mbit/s at 80 ms. It does not grow by itself (RFC 9113, 5.2): the appliance's project says why.</summary>
    private const int StreamWindow = 1 << 20;

    /// <summary>Name of a line, under which <see cref="ServerTrust"/> knows who is at its end.</summary>
    public static string NameOf(string host, int port) => $"{host}:{port}";

    /// <summary>Opens a line; it connects when it is first used.</summary>
    /// <param name="host">Name that the server's certificate has to carry.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="authority">The authority.</param>
    /// <param name="servers">Who may be at its end.</param>
    /// <param name="identity">The unit's certificate with its key; null before enrolment.</param>
    public static GrpcChannel Open(string host, int port, X509Certificate2 authority, ServerTrust servers, X509Certificate2? identity)
    {
        var name = NameOf(host, port);
        var tls = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = PeerCertificates.ServerPolicy(authority),
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => servers.Accepts(name, certificate, errors),
        };
        if (identity is not null)
        {
            tls.ClientCertificates = [identity];
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => identity;
        }

        var handler = new SocketsHttpHandler
        {
            SslOptions = tls,
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            InitialHttp2StreamWindowSize = StreamWindow,
            // A line that died without a word is noticed, and a silent one kept, within half a minute.
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        };
        return GrpcChannel.ForAddress(
            new UriBuilder(Uri.UriSchemeHttps, host, port).Uri,
            new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = LargestMessage });
    }
}
