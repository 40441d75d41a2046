using MQTTnet;
using Signpost.ControlPlane.Tests.Support;

namespace Signpost.ControlPlane.Tests.Broker;

/// <summary>A control plane with one of the two brokers, and how that one says no.</summary>
public abstract class BrokerUnderTest : IAsyncLifetime
{
    public abstract RunningPlane Plane { get; }

    /// <summary>What a subscription to somebody else's topic is answered: a refusal, or a grant through which nothing ever comes.</summary>
    public abstract MqttClientSubscribeResultCode ForeignSubscription(string filter);

    /// <summary>Whether a client that asks for another's id is refused; otherwise it becomes who its certificate says.</summary>
    public abstract bool RefusesAnotherId { get; }

    /// <summary>Whether MQTT 3.1.1 is refused; otherwise the same rules bind it.</summary>
    public abstract bool RefusesOldProtocol { get; }

    /// <summary>Whether a live session of a revoked unit is ended; otherwise it lasts, and nothing that it sends counts.</summary>
    public abstract bool EndsRevokedSessions { get; }

    public virtual ValueTask InitializeAsync() => Plane.InitializeAsync();

    /// <summary>Brings it to the broker's knowledge that certificates were revoked.</summary>
    public virtual Task RevocationsKnownAsync() => Task.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        await Plane.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class EmbeddedBrokerUnderTest : BrokerUnderTest
{
    public override RunningPlane Plane { get; } = new();

    public override MqttClientSubscribeResultCode ForeignSubscription(string filter) =>
        filter.StartsWith("$share/", StringComparison.Ordinal) ? MqttClientSubscribeResultCode.SharedSubscriptionsNotSupported : MqttClientSubscribeResultCode.NotAuthorized;

    public override bool RefusesAnotherId => true;

    public override bool RefusesOldProtocol => true;

    public override bool EndsRevokedSessions => true;
}

public sealed class MosquittoUnderTest : BrokerUnderTest
{
    private Mosquitto? broker;

    public override RunningPlane Plane { get; } = new() { EmbeddedBroker = false };

    public override MqttClientSubscribeResultCode ForeignSubscription(string filter) => MqttClientSubscribeResultCode.GrantedQoS1;

    public override bool RefusesAnotherId => false;

    public override bool RefusesOldProtocol => false;

    public override bool EndsRevokedSessions => false;

    public override async ValueTask InitializeAsync()
    {
        Mosquitto.Require();
        await base.InitializeAsync();
        broker = await Mosquitto.StartAsync(Plane);
    }

    public override async Task RevocationsKnownAsync() => await broker!.ReloadAsync();

    public override async ValueTask DisposeAsync()
    {
        if (broker is not null) await broker.DisposeAsync();
        if (Plane.Ports.Length > 0) await base.DisposeAsync();
    }
}
