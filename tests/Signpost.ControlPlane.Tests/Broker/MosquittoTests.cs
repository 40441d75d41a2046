using System.Diagnostics;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Protocol;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Broker;

/// <summary>Mosquitto in place of the embedded broker, configured as docs/configuration.md says: the control plane is an ordinary client of either.</summary>
public sealed class MosquittoTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly RunningPlane plane = new() { EmbeddedBroker = false };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("signpost-mosquitto-");
    private Process? broker;

    public async ValueTask InitializeAsync()
    {
        var missing = !File.Exists("/usr/sbin/mosquitto");
        if (missing && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("Mosquitto is missing, and CI must have it.");
        Assert.SkipWhen(missing, "Mosquitto is missing: apt-get install mosquitto");
        await plane.InitializeAsync();
        Start();
    }

    [Fact]
    public async Task Message_ThroughMosquitto_IsTakenAndTheWatermarkComesBack()
    {
        var (unit, certificate) = await plane.EnrolAsync();
        await using var client = new Disposing((await ConnectAsync(certificate, unit.Id)).Client);
        var heard = new TaskCompletionSource<CommittedWatermark>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Mqtt.ApplicationMessageReceivedAsync += e =>
        {
            heard.TrySetResult(CommittedWatermark.Parser.ParseFrom(e.ApplicationMessage.Payload));
            return Task.CompletedTask;
        };
        await client.Mqtt.SubscribeAsync(Topics.Committed(unit.Id), MqttQualityOfServiceLevel.AtLeastOnce);
        using var key = DeploymentKey.Create();
        var message = new MatchMessage
        {
            FormatVersion = 1,
            UnitId = unit.Id,
            OutboxEpoch = WireId.From(Guid.NewGuid()),
            Sequence = 1,
            OrderId = WireId.From(Guid.NewGuid()),
            EncapsulatedKey = ByteString.CopyFrom(key.PublicKey.Span),
            Ciphertext = ByteString.CopyFrom(new byte[64]),
        };

        // The control plane may not have found the broker yet: a unit sends until it hears.
        await RunningPlane.WaitAsync(
            async () =>
            {
                await client.Mqtt.PublishBinaryAsync(Topics.Matches(unit.Id), message.ToByteArray(), MqttQualityOfServiceLevel.AtLeastOnce);
                return heard.Task.IsCompleted;
            },
            "the watermark comes back");
        var watermark = await heard.Task.WaitAsync(Patience);
        Assert.Equal(1UL, watermark.Sequence);
        Assert.Equal(message.OutboxEpoch, watermark.OutboxEpoch);
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        if (broker is not null)
        {
            broker.Kill();
            await broker.WaitForExitAsync();
            broker.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private async Task<(IMqttClient Client, MqttClientConnectResultCode Result)> ConnectAsync(
        System.Security.Cryptography.X509Certificates.X509Certificate2 certificate, string clientId)
    {
        (IMqttClient, MqttClientConnectResultCode)? connected = null;
        await RunningPlane.WaitAsync(
            async () =>
            {
                try
                {
                    connected = await plane.MqttAsync(certificate, clientId);
                }
                catch (MQTTnet.Exceptions.MqttCommunicationException)
                {
                    Assert.False(broker!.HasExited, "Mosquitto has ended");
                }

                return connected is not null;
            },
            "Mosquitto listens");
        return connected!.Value;
    }

    private void Start()
    {
        var pki = Path.Combine(plane.DataDirectory, "pki");
        File.WriteAllText(Path.Combine(folder.FullName, "acl"), """
            user control-plane
            topic read signpost/v1/units/+/matches
            topic write signpost/v1/units/+/committed

            pattern write signpost/v1/units/%u/matches
            pattern read signpost/v1/units/%u/committed

            """);
        File.WriteAllText(Path.Combine(folder.FullName, "mosquitto.conf"), $"""
            {(Environment.IsPrivilegedProcess ? "user root" : "")}
            listener {plane.Ports[3]}
            cafile {pki}/issuing-ca.crt
            certfile {pki}/broker.crt
            keyfile {pki}/broker.key
            require_certificate true
            use_identity_as_username true
            use_username_as_clientid true
            allow_anonymous false
            max_packet_size 1048576
            set_tcp_nodelay true
            acl_file {folder.FullName}/acl

            """);
        var start = new ProcessStartInfo("/usr/sbin/mosquitto", ["-c", Path.Combine(folder.FullName, "mosquitto.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        broker = Process.Start(start)!;
        broker.ErrorDataReceived += (_, _) => { };
        broker.OutputDataReceived += (_, _) => { };
        broker.BeginErrorReadLine();
        broker.BeginOutputReadLine();
    }

    private sealed class Disposing(IMqttClient client) : IAsyncDisposable
    {
        public IMqttClient Mqtt => client;

        public async ValueTask DisposeAsync() => await client.TryDisconnectAsync();
    }
}
