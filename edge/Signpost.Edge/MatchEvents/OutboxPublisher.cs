using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Signpost.Contracts;
using Signpost.Contracts.V1;

namespace Signpost.Edge.MatchEvents;

/// <summary>
/// Carries the outbox to the broker: MQTT 5 with mutual TLS, QoS 1, oldest first, a small window in flight. Everything above the watermark is
/// sent again on every connection and whenever the watermark stands still: a broker's acknowledgement is worth nothing, the watermark everything.
/// </summary>
public sealed class OutboxPublisher(
    Outbox outbox, BrokerEndpoint broker, OutboxOptions options, TimeProvider time, Random jitter, ILogger<OutboxPublisher> logger)
{
    private readonly Signal _signal = new(time);

    /// <summary>Connects, sends and connects again until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(options.FirstPause, options.LongestPause, jitter);
        outbox.Changed += _signal.Set;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await ConnectAndSendAsync(backoff, cancellationToken).ConfigureAwait(false);
                var pause = backoff.Next();
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            outbox.Changed -= _signal.Set;
        }
    }

    private async Task ConnectAndSendAsync(Backoff backoff, CancellationToken cancellationToken)
    {
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var client = new MqttClientFactory().CreateMqttClient();
        client.DisconnectedAsync += _ => EndAsync(session);
        client.ApplicationMessageReceivedAsync += Receive;
        try
        {
            if (!await ConnectAsync(client, session.Token).ConfigureAwait(false)) return;
            backoff.Reset();
            await SendAsync(client, session.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await DisconnectAsync(client).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.BrokerLost(logger, broker.Host, broker.Port);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Sockets, TLS and the protocol fail in more ways than can be listed, and none of them may stop the unit.
            Log.BrokerUnreachable(logger, broker.Host, broker.Port, failure.GetBaseException().Message);
        }
    }

    private static async Task EndAsync(CancellationTokenSource session)
    {
        try
        {
            await session.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The client told of its end after we had gone on.
        }
    }

    private async Task<bool> ConnectAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        var connected = await client.ConnectAsync(Options(), cancellationToken).ConfigureAwait(false);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            Log.BrokerRefused(logger, broker.Host, broker.Port, connected.ResultCode);
            return false;
        }

        await client.SubscribeAsync(Topics.Committed(broker.UnitId), MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken).ConfigureAwait(false);
        Log.BrokerConnected(logger, broker.Host, broker.Port, outbox.Pending);
        return true;
    }

    private async Task SendAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        var cursor = new SendCursor(outbox.Epoch, outbox.Watermark, options.Resend, time);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (cursor.Observe(outbox.Epoch, outbox.Watermark)) Log.SendingAgain(logger, outbox.Watermark);
            var batch = outbox.Read(cursor.Sent, options.Window);
            if (batch.Count > 0 && await PublishAsync(client, batch, cancellationToken).ConfigureAwait(false))
            {
                cursor.Advance(batch[^1].Sequence);
                continue;
            }

            await _signal.WaitAsync(options.Resend, cancellationToken).ConfigureAwait(false);
        }
    }

    // All of the window is on its way before the first answer is awaited; the client keeps the order of the calls.
    private async Task<bool> PublishAsync(IMqttClient client, IReadOnlyList<OutboxMessage> batch, CancellationToken cancellationToken)
    {
        var topic = Topics.Matches(broker.UnitId);
        var answers = new Task<MqttClientPublishResult>[batch.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(batch[i].Payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
            answers[i] = client.PublishAsync(message, cancellationToken);
        }

        foreach (var answer in await Task.WhenAll(answers).WaitAsync(options.Timeout, time, cancellationToken).ConfigureAwait(false))
        {
            if (answer.IsSuccess) continue;
            Log.PublishRefused(logger, answer.ReasonCode);
            return false;
        }

        return true;
    }

    private Task Receive(MqttApplicationMessageReceivedEventArgs received)
    {
        try
        {
            var committed = CommittedWatermark.Parser.ParseFrom(received.ApplicationMessage.Payload);
            WireId.TryRead(committed.OutboxEpoch, out var epoch);
            var outcome = outbox.Raise(epoch, committed.Sequence);
            if (outcome == WatermarkOutcome.NewEpoch) Log.OutboxRolledBack(logger);
        }
        catch (InvalidProtocolBufferException)
        {
            Log.WatermarkMalformed(logger);
        }

        return Task.CompletedTask;
    }

    private MqttClientOptions Options() => new MqttClientOptionsBuilder()
        .WithTcpServer(broker.Host, broker.Port)
        .WithProtocolVersion(MqttProtocolVersion.V500)
        .WithClientId(broker.UnitId)
        .WithCleanStart(true) // what was in flight is sent again from the outbox, so a session is worth nothing
        .WithSessionExpiryInterval(0)
        .WithTimeout(options.Timeout)
        .WithKeepAlivePeriod(TimeSpan.FromSeconds(10))
        .WithTlsOptions(tls => tls.UseTls()
            .WithTargetHost(broker.Host)
            .WithRevocationMode(X509RevocationMode.NoCheck)
            .WithCertificateValidationHandler(shown => broker.Accepts(shown.Certificate, shown.SslPolicyErrors))
            .WithClientCertificates([broker.Identity()]))
        .Build();

    private static async Task DisconnectAsync(IMqttClient client)
    {
        try
        {
            await client.DisconnectAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is MqttCommunicationException or InvalidOperationException or OperationCanceledException)
        {
            // It was gone already.
        }
    }
}
