using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Signpost.Contracts;
using Signpost.ControlPlane.Alerts.Ingest;
using Signpost.Trust;

namespace Signpost.ControlPlane.Broker;

/// <summary>
/// The control plane as an ordinary client of the broker: hears match events with QoS 1, acknowledges after commit, says what is committed. Durability does not rest on
/// the broker: whatever is lost here a unit sends again, because its outbox goes by the watermark alone.
/// </summary>
internal sealed class IngestClient(
    MatchIngest ingest, ControlPlaneCertificate identity, IssuingAuthority authority, BrokerOptions options, IHostApplicationLifetime life, TimeProvider time,
    ILogger<IngestClient> log)
    : BackgroundService
{
    private const int LargestBatch = 64;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Delivery> deliveries = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(4 * LargestBatch) { SingleReader = true });
    private readonly TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when match events are heard for the first time.</summary>
    public Task Subscribed => subscribed.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await StartedAsync(stoppingToken)) return;
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += e => TakeAsync(e, stoppingToken);
        var connection = KeepConnectedAsync(client, stoppingToken);
        try
        {
            await PumpAsync(client, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is not committed comes again.
        }

        await connection;
        await client.TryDisconnectAsync();
    }

    // The embedded broker listens only when everything else has started. False when that never happens.
    private async Task<bool> StartedAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var start = life.ApplicationStarted.Register(() => started.TrySetResult(true));
        await using var end = cancel.Register(() => started.TrySetResult(false));
        return await started.Task;
    }

    private async Task KeepConnectedAsync(IMqttClient client, CancellationToken cancel)
    {
        var lost = new SemaphoreSlim(0);
        client.DisconnectedAsync += _ =>
        {
            lost.Release();
            return Task.CompletedTask;
        };
        var pause = TimeSpan.FromMilliseconds(100);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                while (lost.CurrentCount > 0) await lost.WaitAsync(cancel);
                await ConnectAsync(client, cancel);
                pause = TimeSpan.FromMilliseconds(100);
                log.Listening(options.Host, options.Port);
                subscribed.TrySetResult();
                await lost.WaitAsync(cancel);
                log.BrokerLost();
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.NotConnected(options.Host, options.Port, e.Message);
                await Task.WhenAny(Task.Delay(pause, time, cancel));
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConnectAsync(IMqttClient client, CancellationToken cancel)
    {
        using var certificate = identity.Issue();
        var connect = new MqttClientOptionsBuilder()
            .WithTcpServer(options.Host, options.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(BrokerRules.ControlPlane)
            .WithCleanStart()
            .WithReceiveMaximum(LargestBatch)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(15))
            .WithTimeout(TimeSpan.FromSeconds(10))
            .WithTlsOptions(tls => tls
                .UseTls()
                .WithTargetHost(options.Host)
                .WithTrustChain([authority.Certificate])
                .WithRevocationMode(System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck)
                .WithClientCertificates(new System.Security.Cryptography.X509Certificates.X509Certificate2Collection(certificate)))
            .Build();
        var connected = await client.ConnectAsync(connect, cancel);
        if (connected.ResultCode != MqttClientConnectResultCode.Success) throw new IOException($"the broker answered {connected.ResultCode}");
        var subscription = await client.SubscribeAsync(Topics.AllMatches, MqttQualityOfServiceLevel.AtLeastOnce, cancel);
        var granted = subscription.Items.Single().ResultCode;
        if (granted == MqttClientSubscribeResultCode.GrantedQoS1) return;
        await client.TryDisconnectAsync();
        throw new IOException($"the broker answered {granted} to the subscription");
    }

    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs e, CancellationToken cancel)
    {
        e.AutoAcknowledge = false;
        var unitId = BrokerRules.UnitOfMatches(e.ApplicationMessage.Topic);
        if (unitId is null)
        {
            await e.AcknowledgeAsync(cancel);
            return;
        }

        // Waits while the database is behind: the broker then holds the rest back.
        await deliveries.Writer.WriteAsync(new Delivery(new IncomingMatch(unitId, Copy(e.ApplicationMessage)), e), cancel);
    }

    private async Task PumpAsync(IMqttClient client, CancellationToken cancel)
    {
        List<Delivery> batch = new(LargestBatch);
        while (await deliveries.Reader.WaitToReadAsync(cancel))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && deliveries.Reader.TryRead(out var delivery)) batch.Add(delivery);
            var positions = await CommitAsync(batch, cancel);
            await AnnounceAsync(client, positions, cancel);
            await AcknowledgeAsync(batch, cancel);
        }
    }

    /// <summary>A batch that fails is tried message by message, so that one message cannot hold up the others.</summary>
    private async Task<IReadOnlyList<CommittedPosition>> CommitAsync(List<Delivery> batch, CancellationToken cancel)
    {
        try
        {
            return await ingest.IngestAsync(batch.ConvertAll(x => x.Message), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException && batch.Count > 1)
        {
            List<CommittedPosition> positions = [];
            foreach (var delivery in batch) positions.AddRange(await CommitAsync([delivery], cancel));
            return positions;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Acknowledged all the same: the watermark has not moved, so the unit sends it again.
            log.NotStored(e);
            return [];
        }
    }

    private async Task AnnounceAsync(IMqttClient client, IReadOnlyList<CommittedPosition> positions, CancellationToken cancel)
    {
        foreach (var position in positions)
        {
            try
            {
                var message = new MqttApplicationMessageBuilder()
                    .WithTopic(Topics.Committed(position.UnitId))
                    .WithPayload(Watermarks.Message(position.Epoch, position.Sequence).ToByteArray())
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                    .Build();
                await client.PublishAsync(message, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next health reply says it too.
                log.NotAnnounced(position.UnitId, e.Message);
            }
        }
    }

    private async Task AcknowledgeAsync(List<Delivery> batch, CancellationToken cancel)
    {
        foreach (var delivery in batch)
        {
            try
            {
                await delivery.Arguments.AcknowledgeAsync(cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.NotAcknowledged(e.Message);
            }
        }
    }

    private static byte[] Copy(MqttApplicationMessage message) => System.Buffers.BuffersExtensions.ToArray(message.Payload);

    private sealed record Delivery(IncomingMatch Message, MqttApplicationMessageReceivedEventArgs Arguments);
}
