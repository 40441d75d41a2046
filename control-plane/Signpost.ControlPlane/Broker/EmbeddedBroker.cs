using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Broker;

/// <summary>The rules on the embedded broker. The client id is the certificate's name, so nobody takes over another's session.</summary>
internal sealed class EmbeddedBroker(UnitIdentity identity, IssuingAuthority authority, UnitSignals signals, TimeProvider time, ILogger<EmbeddedBroker> log)
{
    public void Attach(MqttServer server)
    {
        server.ValidatingConnectionAsync += ValidateAsync;
        server.InterceptingPublishAsync += e =>
        {
            e.ProcessPublish = BrokerRules.MayPublish(e.ClientId, e.ApplicationMessage.Topic, e.ApplicationMessage.Retain);
            if (e.ProcessPublish) return Task.CompletedTask;
            e.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            log.PublishRefused(e.ClientId);
            return Task.CompletedTask;
        };
        server.InterceptingSubscriptionAsync += e =>
        {
            e.ProcessSubscription = BrokerRules.MaySubscribe(e.ClientId, e.TopicFilter.Topic);
            if (e.ProcessSubscription) return Task.CompletedTask;
            e.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            log.SubscriptionRefused(e.ClientId);
            return Task.CompletedTask;
        };
        signals.UnitRevoked += unitId => _ = DisconnectAsync(server, unitId);
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs e)
    {
        // Older versions have no reasons: who is refused something there would not learn of it.
        if (e.ProtocolVersion != MqttProtocolVersion.V500)
        {
            e.ReasonCode = MqttConnectReasonCode.UnsupportedProtocolVersion;
            return;
        }

        var certificate = e.ClientCertificate;
        if (!PeerCertificates.UnitIdOf(certificate, authority.Certificate, time.GetUtcNow()).TryGet(out var name, out _) || name != e.ClientId)
        {
            log.ConnectionRefused(e.ClientId);
            e.ReasonCode = MqttConnectReasonCode.NotAuthorized;
            return;
        }

        if (name == BrokerRules.ControlPlane || await IsBelievedAsync(certificate)) return;
        log.ConnectionRefused(e.ClientId);
        e.ReasonCode = MqttConnectReasonCode.NotAuthorized;
    }

    private async Task<bool> IsBelievedAsync(X509Certificate2? certificate) => await identity.ResolveAsync(certificate, CancellationToken.None) is not null;

    private async Task DisconnectAsync(MqttServer server, string unitId)
    {
        try
        {
            await server.DisconnectClientAsync(unitId, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.AdministrativeAction });
        }
        catch (Exception e)
        {
            log.NotDisconnected(unitId, e);
        }
    }
}
