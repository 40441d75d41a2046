using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Signpost.Contracts;
using Signpost.ControlPlane.Broker;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Broker;

public sealed class EmbeddedHostileUnitTests(EmbeddedBrokerUnderTest broker) : HostileUnitTests(broker), IClassFixture<EmbeddedBrokerUnderTest>;

public sealed class MosquittoHostileUnitTests(MosquittoUnderTest broker) : HostileUnitTests(broker), IClassFixture<MosquittoUnderTest>;

/// <summary>
/// A unit with a valid certificate that tries everything it should not, and one without that tries to get in. Every test ends with the honest unit beside it: still on the
/// connection that it had, its message arrives, and it has heard nothing but its own.
/// </summary>
public abstract class HostileUnitTests(BrokerUnderTest broker) : IAsyncLifetime
{
    private readonly List<WireIdBytes> forged = [];
    private Hearing hostile = null!;
    private Hearing honest = null!;

    private RunningPlane Plane => broker.Plane;

    public async ValueTask InitializeAsync()
    {
        honest = await Hearing.EnrolledAsync(Plane);
        hostile = await Hearing.EnrolledAsync(Plane);
        await honest.SendAndHearAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await hostile.DisposeAsync();
        await honest.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("signpost/v1/units/{honest}/matches")]
    [InlineData("signpost/v1/units/{honest}/committed")]
    [InlineData("signpost/v1/units/{hostile}/committed")]
    [InlineData("signpost/v1/units/{hostile}/matches/more")]
    [InlineData("signpost/v1/units//matches")]
    [InlineData("signpost/v1/units/control-plane/matches")]
    [InlineData("$SYS/broker/version")]
    [InlineData("$share/x/signpost/v1/units/{honest}/matches")]
    [InlineData("elsewhere")]
    public async Task Publish_OnAForeignTopic_IsRefused(string topic)
    {
        var result = await hostile.Mqtt.PublishBinaryAsync(Name(topic), Forge(), MqttQualityOfServiceLevel.AtLeastOnce);
        Assert.False(result.IsSuccess);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, result.ReasonCode);
        await NobodyIsHarmedAsync();
    }

    [Theory]
    [InlineData("signpost/v1/units/{honest}/matches")]
    [InlineData("signpost/v1/units/{honest}/committed")]
    [InlineData("signpost/v1/units/{hostile}/matches")]
    [InlineData("signpost/v1/units/+/matches")]
    [InlineData("signpost/v1/units/+/committed")]
    [InlineData("signpost/v1/units/#")]
    [InlineData("+/+/+/+/+")]
    [InlineData("#")]
    [InlineData("$SYS/#")]
    [InlineData("$share/x/signpost/v1/units/+/matches")]
    [InlineData("$share/x/signpost/v1/units/{honest}/committed")]
    public async Task Subscribe_ToAForeignTopic_HearsNothing(string filter)
    {
        var result = await hostile.Mqtt.SubscribeAsync(Name(filter), MqttQualityOfServiceLevel.AtLeastOnce);
        Assert.Equal(broker.ForeignSubscription(filter), Assert.Single(result.Items).ResultCode);
        await honest.SendAndHearAsync();
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Connect_AsAnotherUnit_TakesNothingOver()
    {
        var (client, result) = await Plane.MqttAsync(hostile.Certificate, honest.Id, options => options.WithCleanStart(false).WithSessionExpiryInterval(3600));
        await CheckTakeoverAsync(client, result);
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Connect_AsTheControlPlane_TakesNothingOver()
    {
        var (client, result) = await Plane.MqttAsync(hostile.Certificate, BrokerRules.ControlPlane, options => options.WithCleanStart(false));
        await CheckTakeoverAsync(client, result);
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Connect_ForASessionThatSomebodyLeft_FindsNothingInIt()
    {
        await honest.Mqtt.DisconnectAsync();
        await honest.ConnectAsync(options => options.WithCleanStart(false).WithSessionExpiryInterval(3600));
        await honest.Mqtt.DisconnectAsync();
        var (client, result) = await Plane.MqttAsync(hostile.Certificate, honest.Id, options => options.WithCleanStart(false).WithSessionExpiryInterval(3600));
        await CheckTakeoverAsync(client, result);
        await honest.ConnectAsync(options => options.WithCleanStart(false).WithSessionExpiryInterval(3600));
        await NobodyIsHarmedAsync();
    }

    [Theory]
    [InlineData("signpost/v1/units/{honest}/matches")]
    [InlineData("signpost/v1/units/{honest}/committed")]
    [InlineData("elsewhere")]
    public async Task Will_OnAForeignTopic_IsNotHeard(string topic)
    {
        await hostile.Mqtt.DisconnectAsync();
        var dying = await DieWithAWillAsync(Name(topic));
        Assert.True(dying is MqttClientConnectResultCode.Success or MqttClientConnectResultCode.NotAuthorized, dying.ToString());
        await hostile.ConnectAsync();
        await NobodyIsHarmedAsync();
    }

    [Theory]
    [InlineData("signpost/v1/units/{hostile}/matches")]
    [InlineData("signpost/v1/units/{honest}/committed")]
    public async Task Retained_OnAnyTopic_IsKeptByNobody(string topic)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(Name(topic)).WithPayload(Forge()).WithRetainFlag().WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        await RefusedAsync(() => hostile.Mqtt.PublishAsync(message));
        await ReconnectedAsync();
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Packet_TooLarge_EndsTheConnection()
    {
        var ended = EndOf(hostile.Mqtt);
        await RefusedAsync(() => hostile.Mqtt.PublishBinaryAsync(Topics.Matches(hostile.Id), new byte[BrokerRules.LargestPacket + 1], MqttQualityOfServiceLevel.AtLeastOnce));
        await ended.WaitAsync(TimeSpan.FromSeconds(30));
        await ReconnectedAsync();
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Packet_OfTheLargestSize_IsTaken()
    {
        var topic = Topics.Matches(hostile.Id);
        var payload = new byte[BrokerRules.LargestPacket - topic.Length - 32];
        Assert.True((await hostile.Mqtt.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce)).IsSuccess);
        await NobodyIsHarmedAsync();
    }

    [Theory]
    [InlineData(0x32)] // PUBLISH, QoS 1
    [InlineData(0x82)] // SUBSCRIBE
    [InlineData(0xC0)] // PINGREQ
    [InlineData(0xF0)] // AUTH
    [InlineData(0x00)] // reserved
    public async Task Anything_BeforeConnect_EndsTheConnection(byte first)
    {
        await using var tls = await TlsAsync(hostile.Certificate);
        var topic = System.Text.Encoding.UTF8.GetBytes(Topics.Matches(honest.Id));
        byte[] body = [0, (byte)topic.Length, .. topic, 0, 1, 0, .. new byte[16]];
        await tls.WriteAsync(new byte[] { first, (byte)body.Length, }.Concat(body).ToArray());
        await tls.FlushAsync();
        Assert.Equal(0, await EndAsync(tls));
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task OldProtocol_IsRefusedOrBoundByTheSameRules()
    {
        await hostile.Mqtt.DisconnectAsync();
        try
        {
            var (client, result) = await Plane.MqttAsync(hostile.Certificate, hostile.Id, options => options.WithProtocolVersion(MqttProtocolVersion.V311));
            Assert.Equal(broker.RefusesOldProtocol ? MqttClientConnectResultCode.UnsupportedProtocolVersion : MqttClientConnectResultCode.Success, result);
            if (!broker.RefusesOldProtocol)
            {
                hostile.Listen(client);
                await client.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce);
                await client.PublishBinaryAsync(Topics.Matches(honest.Id), Forge(), MqttQualityOfServiceLevel.AtLeastOnce);
                await client.PublishBinaryAsync(Topics.Committed(honest.Id), Forge(), MqttQualityOfServiceLevel.AtLeastOnce);
                await honest.SendAndHearAsync();
                await client.TryDisconnectAsync();
            }
        }
        catch (MqttCommunicationException) when (broker.RefusesOldProtocol)
        {
            // Refused by ending the connection.
        }

        await hostile.ConnectAsync();
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Certificate_None_IsNotLetIn()
    {
        await NotLetInAsync(certificate: null);
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Certificate_Ended_IsNotLetIn()
    {
        using var authority = AuthorityKey();
        using var ended = Certificate(honest.Id, Plane.Authority.SubjectName, authority, DateTimeOffset.FromUnixTimeSeconds(0), TimeProvider.System.GetUtcNow().AddMinutes(-1));
        await NotLetInAsync(ended);
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Certificate_OfAnotherAuthority_IsNotLetIn()
    {
        using var other = P256.CreateKey();
        using var forgery = Certificate(honest.Id, Plane.Authority.SubjectName, other, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await NotLetInAsync(forgery);
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Certificate_OfAServer_IsNotLetIn()
    {
        using var server = X509Certificate2.CreateFromPemFile(Path.Combine(Plane.DataDirectory, "pki", "broker.crt"), Path.Combine(Plane.DataDirectory, "pki", "broker.key"));
        await NotLetInAsync(server);
        await NobodyIsHarmedAsync();
    }

    [Fact]
    public async Task Certificate_Revoked_IsNotLetInAgain()
    {
        var list = Path.Combine(Plane.DataDirectory, "pki", "revoked.crl");
        var before = await File.ReadAllTextAsync(list);
        var ended = EndOf(hostile.Mqtt);
        using var engineer = await Plane.SignInAsync("engineer");
        (await engineer.PostAsJsonAsync($"units/{hostile.Id}/revoke", new { reason = "Stolen" })).EnsureSuccessStatusCode();
        await RunningPlane.WaitAsync(async () => await File.ReadAllTextAsync(list) != before, "the list of revoked certificates is written");
        await broker.RevocationsKnownAsync();
        if (broker.EndsRevokedSessions)
        {
            await ended.WaitAsync(TimeSpan.FromSeconds(30));
        }
        else
        {
            // What it still sends is noted as refused, under its own name alone.
            await hostile.Mqtt.PublishBinaryAsync(Topics.Matches(hostile.Id), Hearing.Message(hostile.Id, out _), MqttQualityOfServiceLevel.AtLeastOnce);
            await hostile.Mqtt.DisconnectAsync();
        }

        await NotLetInAsync(hostile.Certificate);
        await HonestIsUnharmedAsync();
    }

    private string Name(string topic) => topic.Replace("{honest}", honest.Id, StringComparison.Ordinal).Replace("{hostile}", hostile.Id, StringComparison.Ordinal);

    /// <summary>A message in the honest unit's name, which is never to be heard of again.</summary>
    private byte[] Forge()
    {
        var message = Hearing.Message(honest.Id, out var epoch);
        forged.Add(epoch);
        return message;
    }

    private async Task CheckTakeoverAsync(IMqttClient client, MqttClientConnectResultCode result)
    {
        if (broker.RefusesAnotherId)
        {
            Assert.Equal(MqttClientConnectResultCode.NotAuthorized, result);
            return;
        }

        // It is who its certificate says, so it has only ended its own connection.
        Assert.Equal(MqttClientConnectResultCode.Success, result);
        hostile.Listen(client);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await client.PublishBinaryAsync(Topics.Matches(honest.Id), Forge(), MqttQualityOfServiceLevel.AtLeastOnce)).ReasonCode);
        await client.TryDisconnectAsync();
        await ReconnectedAsync();
    }

    private async Task<MqttClientConnectResultCode> DieWithAWillAsync(string topic)
    {
        // By hand, because the client library says goodbye, and then there is no will.
        await using var tls = await TlsAsync(hostile.Certificate);
        static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)];
        var will = Forge();
        byte[] body =
        [
            .. Text("MQTT"), 5, 0x0E, 0, 60, 0,
            .. Text(hostile.Id), 0, .. Text(topic), (byte)(will.Length >> 8), (byte)will.Length, .. will,
        ];
        byte[] header = body.Length < 128 ? [0x10, (byte)body.Length] : [0x10, (byte)(body.Length % 128 | 0x80), (byte)(body.Length / 128)];
        await tls.WriteAsync(header.Concat(body).ToArray());
        var answer = new byte[64];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var length = await tls.ReadAsync(answer, patience.Token);
        Assert.True(length >= 4 && answer[0] == 0x20, "No CONNACK came.");
        return (MqttClientConnectResultCode)answer[3];
    }

    private static async Task RefusedAsync(Func<Task<MqttClientPublishResult>> publish)
    {
        try
        {
            var result = await publish();
            Assert.False(result.IsSuccess);
        }
        catch (Exception e) when (e is MqttCommunicationException or MqttClientNotConnectedException or MqttProtocolViolationException or OperationCanceledException or InvalidOperationException)
        {
            // Refused by ending the connection.
        }
    }

    private static Task EndOf(IMqttClient client)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        return ended.Task;
    }

    private async Task ReconnectedAsync()
    {
        await hostile.Mqtt.TryDisconnectAsync();
        await hostile.ConnectAsync();
    }

    /// <summary>The hostile unit heard nothing but its own, and so did the honest one.</summary>
    private async Task NobodyIsHarmedAsync()
    {
        await hostile.SendAndHearAsync();
        Assert.All(hostile.Heard, x => Assert.Equal(Topics.Committed(hostile.Id), x.Topic));
        await HonestIsUnharmedAsync();
    }

    private async Task HonestIsUnharmedAsync()
    {
        Assert.True(honest.Mqtt.IsConnected, "The honest unit lost its connection.");
        await honest.SendAndHearAsync();
        Assert.All(honest.Heard, x => Assert.Equal(Topics.Committed(honest.Id), x.Topic));
        Assert.DoesNotContain(honest.Epochs, forged.Contains);
        Assert.DoesNotContain(hostile.Epochs, forged.Contains);
    }

    private async Task NotLetInAsync(X509Certificate2? certificate)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("localhost", Plane.Ports[3])
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(honest.Id)
            .WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost("localhost").WithTrustChain([Plane.Authority]).WithRevocationMode(X509RevocationMode.NoCheck);
                if (certificate is not null) tls.WithClientCertificates(new X509Certificate2Collection(certificate));
            });
        try
        {
            var result = await client.ConnectAsync(options.Build());
            Assert.Equal(MqttClientConnectResultCode.NotAuthorized, result.ResultCode);
        }
        catch (Exception e) when (e is MqttCommunicationException or OperationCanceledException)
        {
            // The handshake failed.
        }

        Assert.False(client.IsConnected);
    }

    private async Task<SslStream> TlsAsync(X509Certificate2 certificate)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("localhost", Plane.Ports[3]);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.None,
            ClientCertificates = [certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
            CertificateChainPolicy = PeerCertificates.ServerPolicy(Plane.Authority),
        });
        return tls;
    }

    /// <summary>Bytes that come before the end of the connection.</summary>
    private static async Task<int> EndAsync(SslStream tls)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var heard = 0;
        var buffer = new byte[256];
        try
        {
            while (await tls.ReadAsync(buffer, patience.Token) is > 0 and var length) heard += length;
        }
        catch (IOException)
        {
            // Ended without a goodbye.
        }

        return heard;
    }

    private ECDsa AuthorityKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(Plane.DataDirectory, "pki", "issuing-ca.key")));
        return key;
    }

    private static X509Certificate2 Certificate(string name, X500DistinguishedName issuer, ECDsa issuerKey, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = P256.CreateKey();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: true));
        using var issued = request.Create(issuer, X509SignatureGenerator.CreateForECDsa(issuerKey), from, to, RandomNumberGenerator.GetBytes(15));
        return issued.CopyWithPrivateKey(key);
    }
}
