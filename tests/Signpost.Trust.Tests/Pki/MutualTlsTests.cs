using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Signpost.Trust.Tests;

/// <summary>Real TLS over loopback, with the certificates as a control plane and a unit use them; on the system's clock, as TLS is.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryDirectory directory = new();
    private readonly IssuingAuthority authority;
    private readonly IssuingAuthority stranger;

    public MutualTlsTests()
    {
        authority = IssuingAuthority.CreateOrLoad(directory["pki"], "Test Force units", TimeProvider.System);
        stranger = IssuingAuthority.CreateOrLoad(directory["stranger"], "Test Force units", TimeProvider.System);
    }

    public void Dispose()
    {
        authority.Dispose();
        stranger.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Handshake_UnitOfThisAuthority_IsKnownByItsIdAsync()
    {
        using var unit = Unit(authority);
        Assert.Equal("unit-1", await ConnectAsync(authority, unit, "localhost"));
    }

    [Fact]
    public async Task Handshake_UnitOfAnotherAuthority_IsRefusedByTheServerAsync()
    {
        using var unit = Unit(stranger);
        await Assert.ThrowsAsync<AuthenticationException>(() => ConnectAsync(authority, unit, "localhost"));
    }

    [Fact]
    public async Task Handshake_ServerOfAnotherAuthority_IsRefusedByTheUnitAsync()
    {
        using var unit = Unit(authority);
        await Assert.ThrowsAsync<AuthenticationException>(() => ConnectAsync(stranger, unit, "localhost"));
    }

    [Fact]
    public async Task Handshake_HostThatTheCertificateDoesNotName_IsRefusedByTheUnitAsync()
    {
        using var unit = Unit(authority);
        await Assert.ThrowsAsync<AuthenticationException>(() => ConnectAsync(authority, unit, "elsewhere.example"));
    }

    private static X509Certificate2 Unit(IssuingAuthority issuer)
    {
        using var key = P256.CreateKey();
        using var certificate = X509CertificateLoader.LoadCertificate(issuer.IssueUnitCertificate(UnitCertificateRequest.Create(key), "unit-1").Value);
        return certificate.CopyWithPrivateKey(key);
    }

    // The unit trusts the authority under test; the server's certificate comes from the one given. Returns the unit id that the server sees.
    private async Task<string?> ConnectAsync(IssuingAuthority serverIssuer, X509Certificate2 unit, string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = serverIssuer.CreateOrLoadServerCertificate("server", []);
        using var deadline = new CancellationTokenSource(Patience);
        var serving = ServeAsync(listener, certificate, deadline.Token);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, deadline.Token);
        await using var stream = new SslStream(client.GetStream());
        var connecting = stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ClientCertificates = [unit],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => unit,
                CertificateChainPolicy = PeerCertificates.ServerPolicy(authority.Certificate),
            },
            deadline.Token);
        try
        {
            await connecting;
        }
        catch
        {
            client.Close();
            // In TLS 1.3 the server can be done before the client has made up its mind.
            await Record.ExceptionAsync(() => serving);
            throw;
        }

        return await serving;
    }

    private async Task<string?> ServeAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken cancellation)
    {
        using var connection = await listener.AcceptTcpClientAsync(cancellation);
        await using var stream = new SslStream(connection.GetStream());
        string? unitId = null;
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, peer, _, _) =>
                    PeerCertificates.UnitIdOf(peer as X509Certificate2, authority.Certificate, TimeProvider.System.GetUtcNow()).TryGet(out unitId, out _),
            },
            cancellation);
        return unitId;
    }
}
