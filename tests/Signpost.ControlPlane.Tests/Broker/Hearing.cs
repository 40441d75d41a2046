using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Protocol;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Broker;

/// <summary>A unit at the broker that keeps everything it hears.</summary>
internal sealed class Hearing(RunningPlane plane, string unitId, X509Certificate2 certificate) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim news = new(0);

    public string Id => unitId;

    public X509Certificate2 Certificate => certificate;

    public IMqttClient Mqtt { get; private set; } = null!;

    public ConcurrentQueue<(string Topic, byte[] Payload)> Heard { get; } = [];

    /// <summary>The outbox epochs of the watermarks that it heard.</summary>
    public IEnumerable<WireIdBytes> Epochs => Heard.Where(x => x.Topic == Topics.Committed(Id)).Select(x => new WireIdBytes(CommittedWatermark.Parser.ParseFrom(x.Payload).OutboxEpoch));

    /// <summary>A new unit, enrolled, connected, hearing what of its own is committed.</summary>
    public static async Task<Hearing> EnrolledAsync(RunningPlane plane, Action<MqttClientOptionsBuilder>? more = null)
    {
        var (unit, certificate) = await plane.EnrolAsync();
        var hearing = new Hearing(plane, unit.Id, certificate);
        await hearing.ConnectAsync(more);
        return hearing;
    }

    public async Task ConnectAsync(Action<MqttClientOptionsBuilder>? more = null)
    {
        var (client, result) = await plane.MqttAsync(certificate, Id, more);
        Assert.Equal(MqttClientConnectResultCode.Success, result);
        Mqtt = client;
        Listen(client);
        await client.SubscribeAsync(Topics.Committed(Id), MqttQualityOfServiceLevel.AtLeastOnce);
    }

    public void Listen(IMqttClient client) => client.ApplicationMessageReceivedAsync += e =>
    {
        Heard.Enqueue((e.ApplicationMessage.Topic, System.Buffers.BuffersExtensions.ToArray(e.ApplicationMessage.Payload)));
        news.Release();
        return Task.CompletedTask;
    };

    /// <summary>Sends a match message and waits for its watermark: by then everything that was on its way to it before has come.</summary>
    public async Task SendAndHearAsync()
    {
        var message = Message(Id, out var epoch);
        var since = TimeProvider.System.GetTimestamp();
        do
        {
            // Again after a while, as outboxes do: the control plane may not listen yet, and no broker keeps anything for it.
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "No watermark came back.");
            var published = await Mqtt.PublishBinaryAsync(Topics.Matches(Id), message, MqttQualityOfServiceLevel.AtLeastOnce);
            Assert.True(published.IsSuccess, published.ReasonCode.ToString());
        }
        while (!await HeardAsync(epoch));
    }

    private async Task<bool> HeardAsync(WireIdBytes epoch)
    {
        while (!Epochs.Contains(epoch))
        {
            if (!await news.WaitAsync(Resend)) return false;
        }

        return true;
    }

    /// <summary>A message that the control plane takes note of, though it refuses what is in it.</summary>
    public static byte[] Message(string unit, out WireIdBytes epoch)
    {
        using var key = DeploymentKey.Create();
        var id = WireId.From(Guid.NewGuid());
        epoch = new WireIdBytes(id);
        return new MatchMessage
        {
            FormatVersion = 1,
            UnitId = unit,
            OutboxEpoch = id,
            Sequence = 1,
            OrderId = WireId.From(Guid.NewGuid()),
            EncapsulatedKey = ByteString.CopyFrom(key.PublicKey.Span),
            Ciphertext = ByteString.CopyFrom(new byte[64]),
        }.ToByteArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Mqtt.TryDisconnectAsync();
        news.Dispose();
    }
}

/// <summary>An id as it stands in a message, comparable.</summary>
internal readonly record struct WireIdBytes(ByteString Value);
