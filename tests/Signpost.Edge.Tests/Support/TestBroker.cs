using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Tests.Support;

/// <summary>A real MQTT broker with mutual TLS on a free port, which can be stopped and started again, and which remembers what was
/// published.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly TestPki _pki;
    private readonly Channel<MatchMessage> _received = Channel.CreateUnbounded<MatchMessage>();
    private readonly Channel<MatchMessage> _refused = Channel.CreateUnbounded<MatchMessage>();
    private MqttServer? _server;

    public TestBroker(TestPki pki)
    {
        _pki = pki;
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    public int Port { get; }

    /// <summary>Everything that was published, in order of arrival.</summary>
    public ConcurrentQueue<MatchMessage> Published { get; } = new();

    /// <summary>Topics that anything was published on.</summary>
    public ConcurrentDictionary<string, int> Topics { get; } = new();

    /// <summary>Whether publishing is refused.</summary>
    public bool Refuses { get; set; }

    public async Task StartAsync()
    {
        var options = new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithEncryptedEndpoint()
            .WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None)
            .WithEncryptedEndpointPort(Port)
            .WithEncryptionCertificate(_pki.Server)
            .WithEncryptionSslProtocol(SslProtocols.None)
            .WithClientCertificate((_, certificate, _, _) =>
                certificate is System.Security.Cryptography.X509Certificates.X509Certificate2 unit
                    && PeerCertificates.UnitIdOf(unit, _pki.Authority.Certificate, TimeProvider.System.GetUtcNow()).IsAccepted, false)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        _server.InterceptingPublishAsync += Take;
        await _server.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_server is null) return;
        await _server.StopAsync();
        _server.Dispose();
        _server = null;
    }

    /// <summary>Waits for the next message.</summary>
    public Task<MatchMessage> NextAsync() => NextAsync(_received);

    /// <summary>Waits for the next message that was refused.</summary>
    public Task<MatchMessage> NextRefusedAsync() => NextAsync(_refused);

    /// <summary>Forgets what arrived and was not looked at.</summary>
    public void Skip()
    {
        while (_received.Reader.TryRead(out _))
        {
        }
    }

    public Task CommitAsync(Guid epoch, ulong sequence) =>
        SendAsync(new CommittedWatermark { OutboxEpoch = WireId.From(epoch), Sequence = sequence }.ToByteArray());

    public Task SendAsync(byte[] payload) => SendAsync(Contracts.Topics.Committed(TestForce.UnitId), payload);

    /// <summary>Publishes on any topic, as whoever holds the broker can.</summary>
    public async Task SendAsync(string topic, byte[] payload)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        await _server!.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = "control-plane" });
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<MatchMessage> NextAsync(Channel<MatchMessage> messages)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await messages.Reader.ReadAsync(limit.Token);
    }

    private Task Take(InterceptingPublishEventArgs published)
    {
        if (published.ClientId == "control-plane") return Task.CompletedTask;
        if (Refuses)
        {
            published.ProcessPublish = false;
            published.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
            _refused.Writer.TryWrite(MatchMessage.Parser.ParseFrom(published.ApplicationMessage.Payload));
            return Task.CompletedTask;
        }

        Topics.AddOrUpdate(published.ApplicationMessage.Topic, 1, (_, count) => count + 1);
        var message = MatchMessage.Parser.ParseFrom(published.ApplicationMessage.Payload);
        Published.Enqueue(message);
        _received.Writer.TryWrite(message);
        return Task.CompletedTask;
    }
}
