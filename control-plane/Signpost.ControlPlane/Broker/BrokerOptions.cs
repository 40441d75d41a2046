namespace Signpost.ControlPlane.Broker;

/// <summary>Where the broker is, and whether this process is it.</summary>
/// <param name="Embedded">False: Mosquitto (or another MQTT 5 broker) does the work, with the same rules in its own configuration (docs/configuration.md).</param>
internal sealed record BrokerOptions(bool Embedded, string Host, int Port);
